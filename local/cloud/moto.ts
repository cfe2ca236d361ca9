import { join } from "node:path";
import type { ProcessOptions, Processes, RunningProcess } from "../processes/processes.ts";
import { freePort } from "./free-port.ts";
import { inheritedEnvironment } from "./inherited-environment.ts";
import { waitForHttp } from "./wait-for-http.ts";

export interface MotoOptions {
  readonly processes: Processes;
  /** Its output goes to `moto.log` here. */
  readonly logDir: string;
}

/** The account of requests that name none. */
export const motoAccount = "123456789012";

/** Starts `moto_server` from the PATH. */
export async function startMoto({ processes, logDir }: MotoOptions): Promise<{ readonly url: string }> {
  const port = await freePort();
  const server = await startMotoServer(processes, port, { outputFile: join(logDir, "moto.log") });
  const url = `http://127.0.0.1:${port}`;
  await waitForHttp(`${url}/moto-api/data.json`, server);
  return { url };
}

/** `output` says where its output goes; `more` comes on top of its environment. */
export async function startMotoServer(
  processes: Processes,
  port: number,
  output: Pick<ProcessOptions, "outputFile" | "onOutput">,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningProcess> {
  try {
    return await processes.start({
      name: "moto_server",
      command: "moto_server",
      args: ["-H", "127.0.0.1", "-p", String(port)],
      // Terraform attaches AWS's managed policies by their ARNs
      env: {
        ...inheritedEnvironment(),
        PYTHONPATH: join(import.meta.dirname, "python"),
        PYTHONDONTWRITEBYTECODE: "1",
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        MOTO_EC2_LOAD_DEFAULT_AMIS: "false",
        ...more,
      },
      ...output,
    });
  } catch (error) {
    throw new Error("moto_server is not on the PATH: install it with `python3 -m pip install 'moto[server,all]'`", {
      cause: error,
    });
  }
}
