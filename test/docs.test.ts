import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";

const root = fileURLToPath(new URL("../", import.meta.url));
const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...globSync("docs/*.md", { cwd: root })];
const rooms = "bin|lib|lambdas|stepfunctions|tendril-image|frontend|local|test|bench|docs";

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, "")
      .replaceAll(/\s/g, "-"),
  );
}

test.each(pages)("%s names only files that there are", (page) => {
  const named = [...read(page).matchAll(new RegExp(`\`((?:${rooms})/[\\w./-]+)\``, "g"))].map(([, path = ""]) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each(pages)("%s links only to what there is", (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)];
  const broken = links.filter(([, path = "", anchor = ""]) => {
    const file = path === "" ? page : join(dirname(page), path);
    return !existsSync(join(root, file)) || (anchor !== "" && !anchorsOf(file).includes(anchor));
  });
  expect(broken.map(([link]) => link)).toEqual([]);
});

test.each(pages)("%s runs only scripts that there are", (page) => {
  const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
  const run = [...read(page).matchAll(/npm run ([\w-]+)/g)].map(([, name = ""]) => name);
  expect(run.filter((name) => !(name in scripts))).toEqual([]);
});

test("CONTRIBUTING.md tells of tests by the names they have", () => {
  const told = [...read("CONTRIBUTING.md").matchAll(/"([a-z][^"]{8,})"/g)].map(([, name = ""]) => name);
  const files = globSync(["{stepfunctions,test,lib,lambdas}/**/*.test.ts"], { cwd: root });
  const texts = [...files, ".dependency-cruiser.mjs"]
    .map(read)
    .join("\n")
    .replaceAll(/\$\{\w+\}/g, "12");
  expect(told.map((name) => name.replaceAll(/\s+/g, " ")).filter((name) => !texts.includes(name))).toEqual([]);
});
