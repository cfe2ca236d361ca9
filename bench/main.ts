import { cancel } from "./cancel.ts";
import { jobStart } from "./job-start.ts";
import { logLatency } from "./log-latency.ts";
import { longLog } from "./long-log.ts";

/** `npm run bench -- <name>`. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  "log-latency": logLatency,
  "job-start": jobStart,
  cancel,
  "long-log": longLog,
};

const name = process.argv[2] ?? "";
const bench = benches[name];
if (bench === undefined) {
  console.error(`Unknown benchmark "${name}". One of: ${Object.keys(benches).join(", ")}`);
  process.exitCode = 1;
} else {
  await bench();
}
