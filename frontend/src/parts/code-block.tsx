import { CopyButton } from "./copy-button.tsx";
import { Icon } from "./icon.tsx";
import { saveFile } from "./save-file.ts";

interface CodeBlockProps {
  /** What it is, such as `CloudFormation template`. */
  readonly label: string;
  readonly text: string;
  /** Under which name it can be kept as a file. */
  readonly fileName?: string;
}

/** Text to take somewhere else: a policy, a template, commands. */
export function CodeBlock({ label, text, fileName }: CodeBlockProps) {
  return (
    <figure className="code-block">
      <figcaption>
        <span className="code-label">{fileName ?? label}</span>
        {fileName === undefined ? null : (
          <button
            type="button"
            className="button button-quiet"
            aria-label={`Download ${label}`}
            onClick={() => saveFile(text, fileName)}
          >
            <Icon name="download" />
            <span>Download</span>
          </button>
        )}
        <CopyButton label={`Copy ${label}`} text={() => text}>
          Copy
        </CopyButton>
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
    </figure>
  );
}
