import { useId } from "react";

interface SourceCardProps {
  readonly title: string;
  readonly description: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

export function SourceCard({ title, description, chosen, onChoose }: SourceCardProps) {
  const id = useId();
  return (
    <div className={chosen ? "source-card source-card-chosen" : "source-card"}>
      <input
        type="radio"
        id={id}
        name="made_from"
        checked={chosen}
        aria-describedby={`${id}-note`}
        onChange={onChoose}
      />
      <label htmlFor={id}>{title}</label>
      <p id={`${id}-note`} className="dim">
        {description}
      </p>
    </div>
  );
}
