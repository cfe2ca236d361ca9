import { spawn } from "node:child_process";
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A checkout whose set-up is the real one and whose commands only say what they found, on a machine with nothing. */
export interface BareMachine {
  run(script: string, options?: RunOptions): Promise<{ readonly code: number | null; readonly text: string }>;
  /** What set-up put into the user's cache. */
  cache(): Promise<string[]>;
  /** What the stand-in of pip was called with. */
  pipArguments(): Promise<string>;
}

export interface RunOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** Called with what stops the run as Ctrl-C does. */
  readonly onStart?: (interrupt: () => void) => void;
}

export const chromeVersion = "159.0.0.0";
const lock = JSON.stringify({ packages: { "node_modules/jest": { version: "1.0.0" } } });

/** What `npm start` and `npm test` run once all is there. */
const found = `import { execFileSync } from "node:child_process";
for (const [name, ...args] of [["java", "-version"], ["terraform", "version"], ["moto_server"]])
  console.log(name, "says", execFileSync(name, args).toString().trim());
console.log("providers", process.env.VINTNER_PLUGIN_DIR, "browser", process.env.CHROMIUM);
`;

export async function createBareMachine(folder: string, pins: string): Promise<BareMachine> {
  const checkout = join(folder, "checkout");
  const browsers = { browsers: [{ name: "chromium-headless-shell", browserVersion: chromeVersion }] };
  await cp(join(root, "local/setup"), join(checkout, "local/setup"), { recursive: true });
  const files = {
    "package.json": '{"type":"module"}',
    "package-lock.json": lock,
    "node_modules/.package-lock.json": lock,
    "node_modules/playwright-core/browsers.json": JSON.stringify(browsers),
    "node_modules/jest/bin/jest.js": found,
    "node_modules/jest/package.json": '{"type":"module"}',
    "local/start.ts": found,
    "local/setup/pins.mjs": pins,
  };
  const programs = ["vite", "oxfmt", "oxlint", "depcruise", "knip"].map((name) => `node_modules/.bin/${name}`);
  for (const [file, text] of [...Object.entries(files), ...programs.map((file) => [file, "#!/bin/sh\n"] as const)]) {
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await writeFile(join(checkout, file), text, { mode: 0o755 });
  }
  const cache = join(folder, "cache/vintner");
  const list = () => readdir(cache).catch(() => []);
  return {
    run: (script, options = {}) => run(checkout, folder, script, options),
    cache: list,
    pipArguments: async () => {
      const moto = (await list()).find((name) => name.startsWith("moto-")) ?? "";
      return readFile(join(cache, moto, "pip.txt"), "utf8");
    },
  };
}

async function run(cwd: string, home: string, script: string, options: RunOptions) {
  const bare = { PATH: "", HOME: home, XDG_CACHE_HOME: join(home, "cache"), VINTNER_PLUGIN_DIR: join(home, "none") };
  const env = { ...bare, ...options.environment };
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), "local/setup/run.mjs", script], { cwd, env });
  let text = "";
  child.stdout.on("data", (piece: Buffer) => (text += piece.toString()));
  child.stderr.on("data", (piece: Buffer) => (text += piece.toString()));
  options.onStart?.(() => child.kill("SIGINT"));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, text };
}
