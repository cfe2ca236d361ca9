import { CodeBlock } from "./code-block.tsx";
import { diagnosisParts, type DiagnosisPart } from "./diagnosis-parts.ts";

/** What was tried, what the cloud said, and what to change, with the policy or command to copy. */
export function Diagnosis({ message }: { readonly message: string }) {
  const parts = diagnosisParts(message);
  return (
    <div className="diagnosis">
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { readonly part: DiagnosisPart }) {
  switch (part.kind) {
    case "text":
      return <p>{part.text}</p>;
    case "said":
      return (
        <div className="said">
          <p className="said-who">{part.who}</p>
          <blockquote>{part.text}</blockquote>
        </div>
      );
    case "code":
      return <CodeBlock label={part.text.startsWith("{") ? "Policy" : "Command"} text={part.text} />;
  }
}
