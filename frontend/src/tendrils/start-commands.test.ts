import { expect, test } from "@jest/globals";
import { agentCommand, dockerCommand, environmentFile } from "./start-commands.ts";

const tendril = {
  name: "edge",
  id: "3f2b8c1e-0000-4000-8000-000000000001",
  token: "the-token",
  apiUrl: "https://vintner.example.com",
  version: "0.1.0",
};

test("the environment file holds what the agent reads, a variable on each line", () => {
  expect(environmentFile(tendril)).toBe(
    "TRELLIS_URL=https://vintner.example.com\nWORKER_ID=3f2b8c1e-0000-4000-8000-000000000001\nWORKER_TOKEN=the-token\nVINTNER_VERSION=0.1.0\n",
  );
});

test("the token is in no command", () => {
  expect(`${dockerCommand(tendril)}\n${agentCommand(tendril)}`).not.toContain("the-token");
  expect(dockerCommand(tendril)).toContain("--env-file edge.env");
});
