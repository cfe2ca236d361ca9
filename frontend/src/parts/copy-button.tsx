import { useEffect, useState, type ReactNode } from "react";
import { browserClock } from "../clock.ts";
import { Icon, type IconName } from "./icon.tsx";

interface CopyButtonProps {
  readonly label: string;
  /** Asked for when pressed: a whole log is not made before. */
  readonly text: () => string | Promise<string>;
  readonly icon?: IconName;
  readonly className?: string;
  readonly children?: ReactNode;
}

const doneMillis = 1500;

export function CopyButton({
  label,
  text,
  icon = "copy",
  className = "button button-quiet",
  children,
}: CopyButtonProps) {
  const [done, setDone] = useState<"copied" | "failed">();
  useEffect(() => {
    if (done === undefined) return undefined;
    const timer = browserClock.setTimeout(() => setDone(undefined), doneMillis);
    return () => browserClock.clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(await text());
      setDone("copied");
    } catch {
      setDone("failed");
    }
  };
  const words = done === "copied" ? "Copied" : done === "failed" ? "Not copied" : undefined;
  return (
    <button type="button" className={className} aria-label={words ?? label} title={label} onClick={() => void copy()}>
      <Icon name={done === "copied" ? "check" : icon} />
      {children === undefined ? null : <span>{words ?? children}</span>}
    </button>
  );
}
