/** What a self-hosted Tendril is started with. */
export interface SelfHosted {
  readonly name: string;
  readonly id: string;
  readonly token: string;
  readonly apiUrl: string;
  readonly version: string;
}

export function environmentFileName(name: string): string {
  return `${name}.env`;
}

/** The environment as a file, so that the token is in no command line and in no shell's history. */
export function environmentFile({ id, token, apiUrl, version }: SelfHosted): string {
  return [`TRELLIS_URL=${apiUrl}`, `WORKER_ID=${id}`, `WORKER_TOKEN=${token}`, `VINTNER_VERSION=${version}`, ""].join(
    "\n",
  );
}

/** In a container. SIGTERM lets the running job finish: an hour is what it gets. */
export function dockerCommand({ name, version }: Pick<SelfHosted, "name" | "version">): string {
  return [
    "docker run --detach --restart unless-stopped --stop-timeout 3600 \\",
    `  --name vintner-${name} --env-file ${environmentFileName(name)} \\`,
    `  vintner-tendril:${version}`,
  ].join("\n");
}

/** Without one: needs Node 24 and Terraform on PATH. */
export function agentCommand({ name }: Pick<SelfHosted, "name">): string {
  return [`set -a; . ./${environmentFileName(name)}; set +a`, "vintner-agent tendril"].join("\n");
}
