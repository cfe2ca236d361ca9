/**
 * What every npm script calls: brings what is missing (packages, Node 24, the parts of the local stack), then runs the
 * commands of the script under that Node. Plain JavaScript without packages, because it runs before they are there.
 */
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { ensureNode } from "./node.mjs";
import { ensurePackages } from "./packages.mjs";
import { ensureParts } from "./parts.mjs";
import { SetupError } from "./setup-error.mjs";
import { refuseWindows } from "./system.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** With every diagnostic of TypeScript's own: one reading of the whole code does for both. */
const lint = ["oxlint", "--type-aware", "--type-check", "--deny-warnings"];
const checks = [
  ["oxfmt", "--check"],
  lint,
  ["depcruise", "--config", ".dependency-cruiser.mjs", "--output-type", "err", "."],
  ["knip"],
];
const stackParts = ["java", "moto", "terraform", "awsProvider"];
const jest = [
  "node",
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
  "node_modules/jest/bin/jest.js",
];
const dashboard = ["vite", "build", "frontend", "--logLevel", "warn"];
/**
 * Parts by name, then commands in order. A command is run by Node 24, from the project's root, with `node_modules/.bin`
 * on the path.
 * @type {Record<string, {parts: string[], commands: string[][]}>}
 */
const scripts = {
  start: { parts: stackParts, commands: [dashboard, ["node", "local/start.ts"]] },
  demo: { parts: stackParts, commands: [dashboard, ["node", "local/demo/demo.ts"]] },
  bench: { parts: [...stackParts, "chromium"], commands: [dashboard, ["node", "bench/main.ts"]] },
  test: { parts: [...stackParts, "chromium"], commands: [...checks, dashboard, jest] },
  // what npm run matrix runs
  try: { parts: ["java", "moto"], commands: [lint, dashboard, [...jest, "lambdas/domain"]] },
  check: { parts: [], commands: checks },
  build: { parts: [], commands: [dashboard] },
  format: { parts: [], commands: [["oxfmt"]] },
  app: { parts: [], commands: [["node", "bin/vintner.ts"]] },
  synth: { parts: [], commands: [["cdk", "synth", "--quiet"]] },
};

async function main() {
  const [name, ...rest] = process.argv.slice(2);
  const script = scripts[name ?? ""];
  if (script === undefined)
    throw new SetupError(`Unknown script "${name}". One of: ${Object.keys(scripts).join(", ")}`);
  refuseWindows();
  const nodeFolder = await ensureNode();
  await ensurePackages(root, nodeFolder);
  const found = await ensureParts(script.parts);
  const path = [...found.folders, nodeFolder, `${root}node_modules/.bin`, process.env.PATH].filter(Boolean).join(":");
  const env = { ...process.env, ...found.env, PATH: path };
  for (const [index, command] of script.commands.entries()) {
    const last = index === script.commands.length - 1;
    const code = await run(last ? [...command, ...rest] : command, env);
    if (code !== 0) return code;
  }
  return 0;
}

/** A Ctrl-C reaches the child through the terminal; we only wait for it. */
const wait = () => undefined;

/**
 * Runs one command to its end. A SIGTERM to us is handed on.
 * @param {string[]} command
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
function run([program = "", ...args], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: "inherit" });
    const handOn = () => child.kill("SIGTERM");
    process.on("SIGINT", wait).on("SIGTERM", handOn);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", wait).off("SIGTERM", handOn);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
