import { useState } from "react";
import { networkLabel } from "../deploy/found-networks.ts";
import { resourceKindLabels } from "../identities/identity-words.ts";
import { useIdentity } from "../identities/use-identities.ts";
import { Field } from "../parts/field.tsx";
import { foundIn, type FoundKind } from "./found-in.ts";
import type { VariableInputProps } from "./template-fields.tsx";

/** The value of the choice that lets one type. */
const another = "another";

/** An id among those that a connection test found in the vine's account and region, or one that is typed. */
export function FoundField(props: VariableInputProps & { readonly from: FoundKind }) {
  const { variable, from, text, error, identityId, region, onChange } = props;
  const [typing, setTyping] = useState(false);
  const identity = useIdentity(identityId);
  const found = foundIn(identity.data, from, region);
  const isFound = found.some(({ id }) => id === text);
  const isTyped = found.length === 0 || typing || (text !== "" && !isFound);
  const kind = resourceKindLabels[from];
  return (
    <div className="nested-tight found-field">
      <Field
        id={`variable-${variable.name}`}
        label={variable.label}
        hint={
          found.length > 0
            ? variable.description
            : identity.isFetching
              ? `Looking up ${kind}…`
              : `No ${kind} are known in this account and region: type the id, or refresh the identity’s resources.`
        }
        error={error}
      >
        {(control) =>
          found.length === 0 ? (
            <IdInput {...control} value={text} onChange={(event) => onChange(event.target.value)} />
          ) : (
            <select
              {...control}
              value={isTyped ? another : text}
              onChange={({ target: { value } }) => {
                setTyping(value === another);
                onChange(value === another ? "" : value);
              }}
            >
              {text === "" && !typing ? (
                <option value="" disabled>
                  Choose one
                </option>
              ) : null}
              {found.map((resource) => (
                <option key={resource.id} value={resource.id}>
                  {networkLabel(resource)}
                </option>
              ))}
              <option value={another}>Another: type its id…</option>
            </select>
          )
        }
      </Field>
      {isTyped && found.length > 0 ? (
        <IdInput
          className="input"
          aria-label={`${variable.label}: id`}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : null}
    </div>
  );
}

function IdInput({ className, ...props }: React.ComponentProps<"input">) {
  return (
    <input {...props} className={`${className} mono`} autoComplete="off" autoCapitalize="none" spellCheck={false} />
  );
}
