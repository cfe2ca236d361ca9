import type { Job } from "../../../lambdas/contract/job.ts";
import { plainText } from "../log/ansi.ts";
import { diagnosisParts } from "../parts/diagnosis-parts.ts";
import { Diagnosis } from "../parts/diagnosis.tsx";

interface ErrorMessageProps {
  readonly code: string | null;
  readonly message: string;
}

/** What went wrong, in the words of the job: as Terraform wrote it, or as a diagnosis. */
export function ErrorMessage({ code, message }: ErrorMessageProps) {
  const text = plainLines(message);
  if (!isTerraforms(code)) return <Diagnosis message={text} />;
  return (
    <pre className="banner-message" tabIndex={0} aria-label="Error message">
      {text}
    </pre>
  );
}

/** Whether the message has something to copy: then it, not the log, is what one came for. */
export function isLongError({ status, error_code: code, error_message: message }: Job): boolean {
  if (status !== "FAILED" || message === null || isTerraforms(code)) return false;
  return diagnosisParts(plainLines(message)).some((part) => part.kind === "code");
}

function isTerraforms(code: string | null): boolean {
  return code?.startsWith("TERRAFORM_") === true;
}

function plainLines(message: string): string {
  return message.split("\n").map(plainText).join("\n");
}
