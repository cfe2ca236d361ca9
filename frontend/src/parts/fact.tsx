import { CopyButton } from "./copy-button.tsx";

/** A name and a value to copy, such as an ARN. Stands in a `dl` of the class `facts`. */
export function Fact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className="fact">
      <dt title={label}>{label}</dt>
      <dd>
        <code title={value}>{value}</code>
        <CopyButton label={`Copy ${label}`} text={() => value} className="button button-icon" />
      </dd>
    </div>
  );
}
