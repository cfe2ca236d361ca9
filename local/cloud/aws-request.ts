import type { IncomingHttpHeaders } from "node:http";

/** One request at the front door, as much of it as its head tells. */
export interface AwsRequestHead {
  /** Signing name: `s3`, `ecs`, `states`, `secretsmanager`, … */
  readonly service: string;
  /** `RunTask`, `AssumeRole`; for REST services such as S3 the method and path, `PUT /bucket/key`. */
  readonly action: string;
  readonly region: string;
  readonly accessKeyId: string | undefined;
  readonly method: string;
  /** Path with query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface AwsRequest extends AwsRequestHead {
  readonly body: Buffer;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Answers a service's requests; `"pass"` leaves one to moto. */
export type AwsService = (request: AwsRequest) => Promise<AwsAnswer | "pass">;
