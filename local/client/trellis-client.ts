import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { WebSocket } from "ws";
import type { Group } from "../../lambdas/contract/person.ts";
import { type Job, jobSchema } from "../../lambdas/contract/job.ts";
import { type Chunk, type LogPage, logPageSchema } from "../../lambdas/contract/log.ts";
import type { ServerMessage } from "../../lambdas/contract/realtime.ts";
import type { Tendril } from "../../lambdas/contract/tendril.ts";
import { type Vine, type VineInput, vineSchema } from "../../lambdas/contract/vine.ts";

export interface Answer {
  readonly status: number;
  // what a test expects of a body stands in the test
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any;
}

/** One open WebSocket and all that it has been sent, so that a test can wait for what it expects. */
export class Watcher {
  readonly messages: ServerMessage[] = [];
  readonly socket: WebSocket;
  readonly #listeners = new Set<(message: ServerMessage) => void>();

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on("message", (data: Buffer) => {
      // the gateway sends what the contract says; a test that doubts it parses
      const message = JSON.parse(data.toString()) as ServerMessage;
      this.messages.push(message);
      for (const listener of this.#listeners) listener(message);
    });
  }

  /** Resolves with the next message, or one that came already, for which `until` holds. */
  async wait(until: (message: ServerMessage) => boolean): Promise<void> {
    if (this.messages.some(until)) return;
    await new Promise<void>((resolve) => {
      const stop = this.onMessage((message) => {
        if (!until(message)) return;
        stop();
        resolve();
      });
    });
  }

  /** Calls back with each message from now on; what it answers ends that. */
  onMessage(listener: (message: ServerMessage) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async subscribe(topic: string): Promise<void> {
    this.send({ action: "subscribe", topic });
    await this.wait((message) => message.type === "subscribed" && message.topic === topic);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  chunks(jobId: string): Chunk[] {
    return this.messages.flatMap((message) =>
      message.type === "log" && message.job_id === jobId ? message.chunks : [],
    );
  }

  close(): void {
    this.socket.close();
  }
}

/** The API as a person uses it. */
export class TrellisClient {
  readonly url: string;
  readonly token: string;

  private constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  static async signIn(url: string, group: Group = "admin", user = "tester"): Promise<TrellisClient> {
    const response = await fetch(`${url}/local/token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ user, groups: [group] }),
    });
    const { token } = (await response.json()) as { token: string };
    return new TrellisClient(url, token);
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json") === true;
    return { status: response.status, body: json ? JSON.parse(text) : text };
  }

  get(path: string): Promise<Answer> {
    return this.call("GET", path);
  }

  post(path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Answer> {
    return this.call("POST", path, body, headers);
  }

  async fault(part: string, fault: string, parameters: Record<string, unknown> = {}): Promise<Answer> {
    const answer = await this.post("/local/faults", { part, fault, ...parameters });
    if (answer.status !== 200) throw new Error(`${part}/${fault}: ${JSON.stringify(answer.body)}`);
    return answer;
  }

  deploy(name: string, region = "eu-west-1"): Promise<Job> {
    return this.create({ type: "DEPLOY_WORKER", name, region });
  }

  /** Creates a job of any type. */
  async create(request: Readonly<Record<string, unknown>>): Promise<Job> {
    return this.#job(await this.post("/api/jobs", request, { "idempotency-key": randomUUID() }), 201);
  }

  /** On one machine: an AWS identity whose role our own set-up template makes in the seeded account. Answers its id. */
  async connectSeededAccount(name: string): Promise<string> {
    const { body: identity } = await this.post("/api/cloud-identities", { provider: "aws", name });
    const { body: role } = await this.post(`/local/cloud-identities/${identity.id}/role`);
    const path = `/api/cloud-identities/${identity.id}`;
    const patched = await this.call("PATCH", path, { credentials: { role_arn: role.role_arn } });
    if (patched.status !== 200) throw new Error(`${patched.status}: ${JSON.stringify(patched.body)}`);
    return identity.id as string;
  }

  /** Answers the id of the new vineyard. */
  async createVineyard(name: string): Promise<string> {
    const { status, body } = await this.post("/api/vineyards", { name });
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body.id as string;
  }

  async plant(vine: VineInput): Promise<Vine> {
    const { status, body } = await this.post("/api/vines", vine);
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return vineSchema.parse(body);
  }

  async rerun(id: string): Promise<Job> {
    return this.#job(await this.post(`/api/jobs/${id}/rerun`), 201);
  }

  async cancel(id: string): Promise<Job> {
    return this.#job(await this.post(`/api/jobs/${id}/cancel`), 202);
  }

  async job(id: string): Promise<Job> {
    return this.#job(await this.get(`/api/jobs/${id}`), 200);
  }

  async tendrils(): Promise<Tendril[]> {
    const { body } = await this.get("/api/tendrils?limit=100");
    return (body as { items: Tendril[] }).items;
  }

  #job(answer: Answer, status: number): Job {
    if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
    return jobSchema.parse(answer.body);
  }

  async watch(...topics: string[]): Promise<Watcher> {
    const { body } = await this.post("/api/realtime/tickets", {}, { origin: this.url });
    const { ws_url } = (await this.get("/config.json")).body as { ws_url: string };
    const socket = new WebSocket(`${ws_url}?ticket=${(body as { ticket: string }).ticket}`, { origin: this.url });
    const watcher = new Watcher(socket);
    await once(socket, "open");
    for (const topic of topics) await watcher.subscribe(topic);
    return watcher;
  }

  /** The job as it is when `until` first holds: told by pushes, read from the API. */
  async jobWhen(id: string, until: (job: Job) => boolean): Promise<Job> {
    const watcher = await this.watch(`job:${id}`);
    try {
      for (let seen = 0; ;) {
        const job = await this.job(id);
        if (until(job)) return job;
        const news = (message: ServerMessage) => message.type === "job" && watcher.messages.indexOf(message) >= seen;
        await watcher.wait(news);
        seen = watcher.messages.length;
      }
    } finally {
      watcher.close();
    }
  }

  /** Resolves once the job's log holds a text; rejects when the job ends without it. */
  async logged(id: string, text: string): Promise<void> {
    const watcher = await this.watch(`job:${id}`);
    const isIn = (chunks: readonly Chunk[]) => chunks.some((chunk) => chunk.text.includes(text));
    const isClosed = (message: ServerMessage) => message.type === "job" && message.job.closed_at !== null;
    try {
      if (isIn(await this.log(id))) return;
      if ((await this.job(id)).closed_at === null)
        await watcher.wait((message) => isClosed(message) || (message.type === "log" && isIn(message.chunks)));
      // A push is a doorbell: what counts is what was stored.
      if (!isIn(await this.log(id))) throw new Error(`${id} ended ${(await this.job(id)).status} without "${text}"`);
    } finally {
      watcher.close();
    }
  }

  closed(id: string): Promise<Job> {
    return this.jobWhen(id, (job) => job.closed_at !== null);
  }

  /** Resolves once the Tendril of this name is ONLINE. */
  async online(name: string): Promise<Tendril> {
    const watcher = await this.watch("tendrils");
    try {
      const isOnline = (tendril: Tendril) => tendril.name === name && tendril.status === "ONLINE";
      const there = (await this.tendrils()).find(isOnline);
      if (there !== undefined) return there;
      await watcher.wait((message) => message.type === "tendril" && isOnline(message.tendril));
      const [found] = (await this.tendrils()).filter((tendril) => tendril.name === name);
      if (found === undefined) throw new Error(`No Tendril ${name} in the list`);
      return found;
    } finally {
      watcher.close();
    }
  }

  async logPage(id: string, query = ""): Promise<LogPage> {
    const answer = await this.get(`/api/jobs/${id}/logs${query}`);
    return logPageSchema.parse(answer.body);
  }

  /** Every chunk after a key, page by page. */
  async log(id: string, after = ""): Promise<Chunk[]> {
    const chunks: Chunk[] = [];
    for (let next: string | null = after; next !== null;) {
      const page: LogPage = await this.logPage(id, `?limit=100${next === "" ? "" : `&after=${next}`}`);
      chunks.push(...page.items);
      next = page.items.length === 0 ? null : page.next_after;
    }
    return chunks;
  }

  async logText(id: string): Promise<string> {
    return (await this.get(`/api/jobs/${id}/log.txt`)).body as string;
  }
}

/** `log.txt` as it must be for these chunks. */
export function textOf(chunks: readonly Chunk[]): string {
  return chunks
    .flatMap(({ stream, text }) =>
      text
        .split("\n")
        .slice(0, -1)
        .map((line) => `${stream}\t${line}\n`),
    )
    .join("");
}
