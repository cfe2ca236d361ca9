import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { ApiProblem } from "../api/problem.ts";
import { FieldNote } from "../parts/field.tsx";
import { uploadArchive, whyNotArchive } from "./archive-upload.ts";

interface ArchiveFieldProps {
  /** SHA-256 of what was uploaded; empty while nothing was. */
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (sha256: string) => void;
}

/** A file that is uploaded as soon as it is chosen, so that the form only names it. */
export function ArchiveField({ value, error, onChange }: ArchiveFieldProps) {
  const id = useId();
  const [part, setPart] = useState(0);
  const [refusal, setRefusal] = useState<string>();
  const upload = useMutation({ mutationFn: (file: File) => uploadArchive(file, setPart) });
  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    const why = whyNotArchive(file);
    setRefusal(why === undefined ? undefined : `${file.name} ${why}.`);
    setPart(0);
    onChange("");
    upload.reset();
    if (why === undefined) upload.mutate(file, { onSuccess: onChange });
  };
  const failed = upload.error instanceof ApiProblem ? upload.error.problem.detail : upload.error?.message;
  const wrong = refusal ?? failed ?? (error === undefined ? undefined : `The archive ${error}.`);
  return (
    <div className="field" data-field="source">
      <label className="field-label" htmlFor={id}>
        Archive
      </label>
      <input
        id={id}
        type="file"
        className="input"
        accept=".tgz,.gz"
        aria-describedby={`${id}-note`}
        aria-invalid={wrong !== undefined}
        onChange={(event) => choose(event.target.files?.[0])}
      />
      {upload.isPending ? (
        <div className="progress" role="status">
          <progress aria-label="Upload" max={1} value={part} />
          <span className="number">{part === 0 ? "Reading it…" : `${Math.floor(part * 100)} %`}</span>
        </div>
      ) : null}
      {value === "" ? null : (
        <span className="field-hint" role="status">
          Uploaded, SHA-256 <code title={value}>{value.slice(0, 16)}…</code>
        </span>
      )}
      <FieldNote
        id={`${id}-note`}
        error={upload.isPending ? undefined : wrong}
        hint={
          value === ""
            ? "tar -czf vine.tgz -C <folder of the root module> . — Its backend is replaced; its state is kept here."
            : undefined
        }
      />
    </div>
  );
}
