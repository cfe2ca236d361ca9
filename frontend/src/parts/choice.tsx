import { useId } from "react";

interface ChoiceProps {
  /** Shared by the choices of one question. */
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly chosen: boolean;
  /** Whether it cannot be chosen; the hint says why. */
  readonly disabled?: boolean;
  readonly onChoose: () => void;
}

/** One of a few answers, with what it means. */
export function Choice({ name, label, hint, chosen, disabled = false, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div className="choice">
      <input type="radio" id={id} name={name} checked={chosen} disabled={disabled} onChange={onChoose} />
      <label htmlFor={id}>
        <strong>{label}</strong> <span className="dim">{hint}</span>
      </label>
    </div>
  );
}
