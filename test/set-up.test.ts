import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { chromeVersion, createBareMachine, type BareMachine } from "./set-up/bare-machine.ts";
import { breakOff, startMirror, type Answer, type Mirror } from "./set-up/mirror.ts";
import { makeStandIns, type StandIns } from "./set-up/stand-ins.ts";

let folder: string;
let standIns: StandIns;
let standInsFolder: string;
/** What the mirror has, for each test to change. */
let files: Map<string, Answer>;
let mirror: Mirror;
let machine: BareMachine;

beforeAll(async () => {
  standInsFolder = await mkdtemp(join(tmpdir(), "vintner-stand-ins-"));
  standIns = await makeStandIns(standInsFolder, chromeVersion);
});

afterAll(() => rm(standInsFolder, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vintner-set-up-"));
  files = new Map(standIns.files);
  mirror = await startMirror(files);
  machine = await createBareMachine(folder, standIns.pins);
});

afterEach(async () => {
  await mirror.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (script: string) => machine.run(script, { environment: { VINTNER_MIRROR: mirror.url } });
const addressOf = (part: string) => [...files.keys()].find((url) => url.includes(part)) ?? "";

test("brings every part to a machine with an empty path, once", async () => {
  const first = await run("test");
  expect(first).toMatchObject({ code: 0 });
  for (const line of [
    /^java says openjdk version "17/m,
    /^terraform says Terraform v1\.11/m,
    /^moto_server says stand-in: -m moto\.server$/m,
    /^providers \S+\/aws-provider-5\.100\.0 browser \S+\/chrome-headless-shell$/m,
  ]) {
    expect(first.text).toMatch(line);
  }
  expect(mirror.asked.map((path) => `https:/${path}`).sort()).toEqual([...files.keys()].sort());
  expect(await machine.pipArguments()).toMatch(
    /--only-binary :all: -r \S+moto-requirements\.txt --index-url \S+\/pypi\.org/,
  );
  const second = await run("test");
  expect(second.code).toBe(0);
  expect(second.text).not.toContain("Fetching");
  expect(mirror.asked).toHaveLength(files.size);
  expect((await machine.cache()).filter((name) => name.includes("partial"))).toEqual([]);
});

test("refuses an archive that is not what its checksum says, and keeps nothing of it", async () => {
  files.set(addressOf("/terraform/1.11"), Buffer.from("not Terraform"));
  files.set(addressOf("cpython"), Buffer.from("not Python"));
  const { code, text } = await run("start");
  expect(code).toBe(1);
  expect(text).toMatch(
    /Terraform 1\.11 or newer: .*\n {4}\(http:\S+ has the SHA-256 \w{64}, not \w{64}: it was thrown/,
  );
  expect(text).toMatch(/Python 3\.11 or newer with moto: .*\n {4}\(http:\S+ has the SHA-256/);
  expect(text).not.toMatch(/Java 17 or newer:/);
  expect((await machine.cache()).sort()).toEqual(["aws-provider-5.100.0", "java-17.0.12"]);
});

test("refuses a provider that is not what HashiCorp's SHA256SUMS say, and leaves it to terraform init", async () => {
  files.set(addressOf("terraform-provider-aws_5.100.0_SHA256SUMS"), Buffer.from("no such file"));
  const { code, text } = await run("start");
  expect(code).toBe(0);
  expect(text).toMatch(/AWS provider could not be fetched: each `terraform init` will try it/);
});

test("keeps nothing of a download that broke off, and brings it the next time", async () => {
  const url = addressOf("OpenJDK17U-jre");
  const whole = files.get(url) ?? breakOff;
  files.set(url, breakOff);
  const { code, text } = await run("start");
  expect(code).toBe(1);
  expect(text).toMatch(/Java 17 or newer: .*\n {4}\(http:\S+ could not be fetched: /);
  expect((await machine.cache()).filter((name) => /java|partial/.test(name))).toEqual([]);
  files.set(url, whole);
  expect(await run("start")).toMatchObject({ code: 0 });
});

test("keeps nothing when it is interrupted during a download, or was killed during an earlier one", async () => {
  await mkdir(join(folder, "cache/vintner/java-17.0.12.partial-99999999"), { recursive: true });
  let interrupt = () => {};
  files.set(addressOf("OpenJDK17U-jre"), () => interrupt());
  const { code } = await machine.run("start", {
    environment: { VINTNER_MIRROR: mirror.url },
    onStart: (stop) => (interrupt = stop),
  });
  expect(code).toBe(130);
  expect(await machine.cache()).toEqual([]);
});

test("tells all that is missing at once, each with the command that brings it and the reason", async () => {
  files.clear();
  const { code, text } = await run("test");
  expect(code).toBe(1);
  for (const part of ["Java 17 or newer", "Python 3.11 or newer with moto", "Terraform 1.11 or newer", "Chromium"]) {
    expect(text).toMatch(new RegExp(`^  ${part}[^:]*: \\S.*\\n {4}\\(${mirror.url}/\\S+ answered 404\\)`, "m"));
  }
  expect(text).not.toMatch(/\n\s+at /);
});

test("refuses a mirror that is no address", async () => {
  const { code, text } = await machine.run("start", { environment: { VINTNER_MIRROR: "mirror.example" } });
  expect(code).toBe(1);
  expect(text).toMatch(/VINTNER_MIRROR=mirror\.example is not an address/);
});

test("says on Windows that it needs WSL2", async () => {
  const windows = "data:text/javascript,Object.defineProperty(process,'platform',{value:'win32'})";
  const { code, text } = await machine.run("start", { nodeOptions: ["--import", windows] });
  expect(code).toBe(1);
  expect(text).toMatch(/^Vintner needs Linux or macOS\. On Windows, run it in WSL2: .*\n$/);
});

test("names the scripts there are when it is asked for another", async () => {
  const { code, text } = await machine.run("dance");
  expect(code).toBe(1);
  expect(text).toMatch(/Unknown script "dance"\. One of: start, .*test/);
});
