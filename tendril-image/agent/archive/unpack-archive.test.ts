import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { existsSync, lstatSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { tgz, type TgzEntry } from "./test-tgz.ts";
import { unpackArchive } from "./unpack-archive.ts";

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "unpack-"));
  folder = join(parent, "root");
  mkdirSync(folder);
});

afterEach(() => rmSync(parent, { recursive: true }));

const main: TgzEntry = { path: "main.tf", content: "# main" };
const read = (path: string) => readFileSync(join(folder, path), "utf8");

/** Nothing beside the folder, whatever was wrong. */
async function refused(bytes: Uint8Array): Promise<string> {
  const error = await unpackArchive(bytes, folder).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error).toMatchObject({ name: "ARCHIVE_INVALID" });
  expect(readdirSync(parent)).toEqual(["root"]);
  return error?.message ?? "";
}

describe("unpacks", () => {
  test("files, folders, what is executable, and links that stay inside", async () => {
    const entries: TgzEntry[] = [
      { path: "./", type: "Directory" },
      { path: "./main.tf", content: "# main" },
      { path: "./modules/a/main.tf", content: "# a" },
      { path: "./modules/b", type: "SymbolicLink", linkpath: "a" },
      { path: "./run.sh", content: "true", mode: 0o755 },
      { path: "./empty.tf", content: "" },
    ];
    expect(await unpackArchive(tgz(entries), folder)).toBe(5);
    expect([read("main.tf"), read("modules/b/main.tf"), read("empty.tf")]).toEqual(["# main", "# a", ""]);
    expect(lstatSync(join(folder, "run.sh")).mode & 0o777).toBe(0o700);
  });

  test("names with quotes, spaces, dollars and emoji as they are", async () => {
    const path = `mod/$(touch x) "a" 'b' 🌱 ; -rf.txt`;
    await unpackArchive(tgz([main, { path, content: "x" }]), folder);
    expect(read(path)).toBe("x");
  });

  test("what is all in one folder without that folder", async () => {
    await unpackArchive(tgz([{ path: "repo-main/main.tf", content: "# main" }, { path: "repo-main/x/y.tf" }]), folder);
    expect(readdirSync(folder).toSorted()).toEqual(["main.tf", "x"]);
  });

  test("nothing of a working folder's own", async () => {
    const others = [".terraform/terraform.tfstate", "terraform.tfstate", "terraform.tfstate.backup", "._main.tf"];
    await unpackArchive(tgz([main, ...others.map((path) => ({ path }))]), folder);
    expect(readdirSync(folder)).toEqual(["main.tf"]);
  });
});

describe("refuses", () => {
  test.each([
    ["a way out", [main, { path: "../evil.tf" }], /evil\.tf" does not stay/],
    ["a way out in the middle", [main, { path: "a/../../evil.tf" }], /does not stay/],
    ["an absolute path", [main, { path: "/tmp/evil.tf" }], /does not stay/],
    ["a backslash", [main, { path: "..\\evil.tf" }], /does not stay/],
    ["a link to elsewhere", [main, link("etc", "/etc")], /link "etc" leads to nothing/],
    ["a link upwards", [main, link("up", "..")], /link "up" leads/],
    ["a link to nothing", [main, link("gone", "nowhere")], /link "gone" leads/],
    ["a link to itself", [main, link("me", "me")], /link "me" leads/],
    ["a link upwards through a link", [main, link("a/b/x", "../.."), link("a/b/y", "x/../..")], /link "a\/b\/y" leads/],
    ["a link under a link", [main, link("out", ".."), link("out/in", "x")], /"out" cannot stand beside/],
    ["a file under a link", [main, link("out", ".."), { path: "out/evil.tf" }], /"out" cannot stand beside/],
    ["a link in the place of a file", [main, link("main.tf", "..")], /"main.tf" cannot stand beside/],
    ["a file that is a folder too", [main, { path: "a" }, { path: "a/b" }], /"a" cannot stand beside/],
    ["a hard link", [main, { path: "hard", type: "Link", linkpath: "main.tf" }], /neither a file/],
    ["a device", [main, { path: "null", type: "CharacterDevice" }], /neither a file/],
    ["a pipe", [main, { path: "pipe", type: "FIFO" }], /neither a file/],
    ["a name too long", [main, { path: "n".repeat(300) }], /cannot stand beside/],
    ["no Terraform at its top", [{ path: "a/x.tf" }, { path: "b/x.tf" }], /no \.tf file/],
    ["nothing", [], /not a whole \.tgz|no \.tf file/],
  ] satisfies [string, TgzEntry[], RegExp][])("%s", async (_, entries, message) => {
    expect(await refused(tgz(entries))).toMatch(message);
  });

  test("more files than anybody needs", async () => {
    const many = Array.from({ length: 2001 }, (_, n) => ({ path: `f${n}.tf` }));
    expect(await refused(tgz(many))).toMatch(/more than 2000/);
    expect(existsSync(join(folder, "f0.tf"))).toBe(false);
  });

  test("what grows beyond 50 MB", async () => {
    const bomb = tgz([main, { path: "zeros", content: Buffer.alloc(51 * 1024 * 1024) }]);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refused(bomb)).toMatch(/more than 50 MB/);
  });

  test.each([
    ["no gzip", Buffer.from("PK not a tar")],
    ["no tar", gzipSync("x".repeat(2000))],
    ["half a file", tgz([main]).subarray(0, 40)],
    ["half a tar", gzipSync(Buffer.alloc(700, "main.tf"))],
    ["no byte", Buffer.alloc(0)],
  ])("%s", async (_, bytes) => {
    expect(await refused(bytes)).toMatch(/not a whole \.tgz/);
  });
});

function link(path: string, linkpath: string): TgzEntry {
  return { path, type: "SymbolicLink", linkpath };
}
