import { spawnSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { curlCommands, kept, type CurlRequest, type CurlTarget } from "./curl.ts";

const origin = "http://127.0.0.1:4000";
const local: CurlTarget = { origin, local: { user: "anna", group: "admin" } };

/** A curl that prints what it was given; asked for a token, it gives one. */
const curl = `curl() {
  for word in "$@"; do case $word in */local/token) printf '{"token":"a.b-c_d.e"}'; return;; esac; done
  printf '%s\\0' "$@"
}
`;

/** The words that curl gets when a shell runs the command. */
function wordsOf(request: CurlRequest, target = local, environment: Record<string, string> = {}) {
  const shell = spawnSync("sh", ["-c", curl + curlCommands([request], target)], { env: environment, encoding: "utf8" });
  return { words: shell.stdout.split("\0").slice(0, -1), errors: shell.stderr };
}

test.each([
  ["quotes", `it's "north"`],
  ["a command", "$(touch /tmp/x) `id` ; rm -rf . & |"],
  ["a variable and a history event", "$HOME !! !$"],
  ["line ends and tabs", "a\r\nb\tc\n"],
  ["backslashes", String.raw`\n \\ \'`],
  ["other letters", "Zoë 🍇 ' \u2028"],
])("a name with %s stays data", (_what, name) => {
  const { words } = wordsOf({ method: "POST", path: "/api/jobs", body: { name } });
  expect(JSON.parse(words.at(-1) ?? "")).toEqual({ name });
  expect(words.slice(0, 6)).toEqual([
    "--fail-with-body",
    "--silent",
    "--show-error",
    "--request",
    "POST",
    `${origin}/api/jobs`,
  ]);
});

test("on one machine the command asks for its token itself", () => {
  const { words } = wordsOf({ method: "GET", path: "/api/jobs" });
  expect(words.slice(-2)).toEqual(["--header", "Authorization: Bearer a.b-c_d.e"]);
});

test("in an account the token comes from the environment, and a missing one is told", () => {
  const account = { origin: "https://vintner.test" };
  const request = { method: "DELETE", path: "/api/cloud-identities/1" } as const;
  expect(wordsOf(request, account, { VINTNER_TOKEN: "t" }).words.slice(-2)).toEqual([
    "--header",
    "Authorization: Bearer t",
  ]);
  expect(wordsOf(request, account)).toEqual({
    words: [],
    errors: expect.stringContaining("the token that https://vintner.test/api-reference gives you"),
  });
});

test("a later request gets what an earlier one answered", () => {
  const steps = [
    {
      method: "POST",
      path: "/api/vineyards",
      body: { name: "first" },
      keeps: { variable: "VINEYARD_ID", member: "id" },
    },
    { method: "POST", path: "/api/vines", body: { vineyard_id: kept("VINEYARD_ID"), note: kept("HOME") } },
  ] as const;
  const answering = curl.replace(
    "printf '%s\\0' \"$@\"",
    `printf '{"id":"v-1","name":"first"}\\n'; printf '%s\\n' "$@" >&2`,
  );
  const shell = spawnSync("sh", ["-c", answering + curlCommands(steps, local)], { env: {}, encoding: "utf8" });
  expect(shell.stderr).toContain(JSON.stringify({ vineyard_id: "v-1", note: kept("HOME") }));
});

test("nothing is sent after a request that was refused", () => {
  const steps = [
    { method: "POST", path: "/api/vineyards", body: {}, keeps: { variable: "VINEYARD_ID", member: "id" } },
    { method: "POST", path: "/api/vines", body: { vineyard_id: kept("VINEYARD_ID") } },
  ] as const;
  const refusing = curl.replace("printf '%s\\0' \"$@\"", `printf '%s\\n' "$@" >&2; return 22`);
  const shell = spawnSync("sh", ["-c", refusing + curlCommands(steps, local)], { env: {}, encoding: "utf8" });
  expect(shell.stderr).toContain("/api/vineyards");
  expect(shell.stderr).not.toContain("/api/vines\n");
});
