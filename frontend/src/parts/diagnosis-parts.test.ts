import { expect, test } from "@jest/globals";
import { diagnosisParts } from "./diagnosis-parts.ts";

test("paragraphs, the cloud's own words and what to copy", () => {
  const message = [
    "Assuming arn:aws:iam::123456789012:role/x was refused.",
    "AWS said: AccessDenied: User is not authorized to perform sts:AssumeRole",
    "",
    "Give the role this trust policy:",
    "",
    "  {",
    '    "Version": "2012-10-17"',
    "",
    "  }",
    "Then run the job again.",
  ].join("\n");
  expect(diagnosisParts(message)).toEqual([
    { kind: "text", text: "Assuming arn:aws:iam::123456789012:role/x was refused." },
    { kind: "said", who: "AWS said", text: "AccessDenied: User is not authorized to perform sts:AssumeRole" },
    { kind: "text", text: "Give the role this trust policy:" },
    { kind: "code", text: '{\n  "Version": "2012-10-17"\n\n}' },
    { kind: "text", text: "Then run the job again." },
  ]);
});

test("fenced lines keep their indentation, and a fence that never ends loses nothing", () => {
  expect(diagnosisParts("Run:\n```sh\naz ad app create \\\n  --name x\n```\nDone.")).toEqual([
    { kind: "text", text: "Run:" },
    { kind: "code", text: "az ad app create \\\n  --name x" },
    { kind: "text", text: "Done." },
  ]);
  expect(diagnosisParts("```\ngcloud x")).toEqual([{ kind: "code", text: "gcloud x" }]);
});

test("a policy in a sentence is laid out; a short condition stays where it is read", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: ["ec2:DescribeVpcs"], Resource: "*" }],
  };
  const condition = '{"StringEquals":{"sts:ExternalId":"a}b"}}';
  const found = diagnosisParts(`It lacks ${condition}. Use ${JSON.stringify(policy)}. Then go on.`);
  expect(found).toEqual([
    { kind: "text", text: `It lacks ${condition}. Use` },
    { kind: "code", text: JSON.stringify(policy, null, 2) },
    { kind: "text", text: "Then go on." },
  ]);
});

test("a command at the end of a sentence is to be copied", () => {
  expect(diagnosisParts("Let it see the project. Run: gcloud enable x && gcloud iam y --z='a && b --c' --d")).toEqual([
    { kind: "text", text: "Let it see the project. Run:" },
    { kind: "code", text: "gcloud enable x &&\ngcloud iam y \\\n  --z='a && b --c' \\\n  --d" },
  ]);
});

test.each([
  ["a sentence about a tool", "Install this first: az, which is not there."],
  ["a brace that never closes", `Cut off: {"Statement":[${"x".repeat(200)}`],
  ["braces that are no JSON", `Use {name} and {${"y".repeat(200)}} here.`],
  ["an empty message", ""],
])("%s stays text", (_name, message) => {
  expect(diagnosisParts(message)).toEqual(message === "" ? [] : [{ kind: "text", text: message }]);
});
