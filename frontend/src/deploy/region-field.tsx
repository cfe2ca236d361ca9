import { Button, ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import { Icon } from "../parts/icon.tsx";
import { FieldNote } from "../parts/field.tsx";
import { regionChoices } from "./region-names.ts";

interface RegionFieldProps {
  readonly value: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly onChange: (region: string) => void;
}

/** A list that can be typed into, by region or by place. */
export function RegionField({ value, hint, error, onChange }: RegionFieldProps) {
  return (
    <ComboBox
      className="field"
      name="region"
      defaultItems={regionChoices}
      selectedKey={value === "" ? null : value}
      onSelectionChange={(key) => onChange(key === null ? "" : String(key))}
      isInvalid={error !== undefined}
      menuTrigger="focus"
      validationBehavior="aria"
    >
      <Label className="field-label">Region</Label>
      <div className="combo">
        <Input className="input" placeholder="eu-west-1 or Ireland" aria-describedby="region-note" />
        <Button className="combo-button">
          <Icon name="chevron" />
        </Button>
      </div>
      <FieldNote id="region-note" error={error === undefined ? undefined : `Region ${error}`} hint={hint} />
      <Popover className="popover">
        <ListBox className="options" items={regionChoices}>
          {({ id, place }: (typeof regionChoices)[number]) => (
            <ListBoxItem id={id} className="option" textValue={`${id} ${place}`}>
              <span>{id}</span> <span className="dim">{place}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
