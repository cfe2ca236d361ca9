/** Speaks to moto or DynamoDB Local directly, in the wire formats of AWS. Not for users of the front door. */
export interface CloudClient {
  readonly url: string;
  /** A JSON service: `json("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTasks", {...}, region)`. */
  json(service: string, target: string, body: unknown, region: string): Promise<Readonly<Record<string, unknown>>>;
  /** A query service, such as IAM or EC2: the answer is XML. */
  query(service: QueryService, action: string, parameters: QueryParameters, region: string): Promise<string>;
  /** A REST service, such as S3; rejects on an error status unless it is in `accept`. */
  rest(service: string, request: RestRequest, region: string): Promise<Response>;
  /** The same for another account of moto's. */
  inAccount(account: string): CloudClient;
}

export type QueryService = keyof typeof apiVersions;
/** Nested names are written as AWS writes them: `Tags.member.1.Key`. */
export type QueryParameters = Readonly<Record<string, string | undefined>>;

export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly accept?: readonly number[];
}

/** What a service refused, with its own code. */
export class CloudError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(action: string, status: number, body: string) {
    const code = xmlTexts(body, "Code")[0] ?? jsonCode(body) ?? `Http${status}`;
    const message = xmlTexts(body, "Message")[0] ?? /"[Mm]essage":\s*"([^"]*)/.exec(body)?.[1] ?? body.slice(0, 500);
    super(`${action}: ${code}: ${message}`);
    this.name = "CloudError";
    this.code = code;
    this.status = status;
  }
}

/** moto keeps accounts apart by it; nobody else reads it. */
export const motoAccountHeader = "x-moto-account-id";

const apiVersions = {
  cloudformation: "2010-05-15",
  iam: "2010-05-08",
  ec2: "2016-11-15",
  sts: "2011-06-15",
} as const;

/** Without an account it speaks to moto's own, 123456789012. */
export function createCloudClient(url: string, account?: string): CloudClient {
  const ofAccount: Readonly<Record<string, string>> = account === undefined ? {} : { [motoAccountHeader]: account };
  const send = (to: string, service: string, region: string, init: RequestInit): Promise<Response> =>
    signedFetch(to, service, region, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), ...ofAccount },
    });
  return {
    url,
    inAccount: (other) => createCloudClient(url, other),
    async json(service, target, body, region) {
      const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
      const response = await send(`${url}/`, service, region, { method: "POST", headers, body: JSON.stringify(body) });
      const text = await response.text();
      if (!response.ok) throw new CloudError(target, response.status, text);
      return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    },
    async query(service, action, parameters, region) {
      const form = new URLSearchParams({ Action: action, Version: apiVersions[service] });
      for (const [name, value] of Object.entries(parameters)) if (value !== undefined) form.set(name, value);
      const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
      const response = await send(`${url}/`, service, region, { method: "POST", headers, body: form.toString() });
      const text = await response.text();
      if (!response.ok) throw new CloudError(action, response.status, text);
      return text;
    },
    async rest(service, { method, path, body, headers = {}, accept = [] }, region) {
      const content = body === undefined ? {} : { body };
      const response = await send(`${url}${path}`, service, region, { method, headers, ...content });
      if (response.ok || accept.includes(response.status)) return response;
      throw new CloudError(`${method} ${path}`, response.status, await response.text());
    },
  };
}

/** Nobody checks the signature, but moto reads service and region from the credential scope. */
async function signedFetch(url: string, service: string, region: string, init: RequestInit): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=LOCAL/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return fetch(url, { ...init, headers: { ...(init.headers as Record<string, string>), authorization } });
}

function jsonCode(body: string): string | undefined {
  const type = /"__type":\s*"(?:[^"#]*#)?([^"]+)"/.exec(body);
  return type?.[1];
}

/** Texts of all elements of that name; moto's answers hold no attributes on them. */
export function xmlTexts(xml: string, element: string): readonly string[] {
  return Array.from(xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g")), ([, text = ""]) =>
    text.replace(/&(lt|gt|quot|apos|amp|#34|#39);/g, (_, name: string) => xmlEntities[name] ?? ""),
  );
}

const xmlEntities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
  "#34": '"',
  "#39": "'",
};
