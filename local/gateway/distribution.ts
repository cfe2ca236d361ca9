import { fits, serveFile, type FileDeployment } from "./dashboard-files.ts";
import { runEdgeFunction } from "./edge-function.ts";
import type { GatewayRequest, HttpAnswer } from "./http-answer.ts";

export interface Behavior {
  /** `*` for the default one. */
  readonly pathPattern: string;
  readonly methods: readonly string[];
  readonly origin: { readonly kind: "api" } | { readonly kind: "bucket"; readonly bucket: string };
  /** Code of the viewer-request function. */
  readonly functionCode: string | undefined;
  /** Headers that its policy puts on every answer. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A CloudFront distribution: which origin answers a path, and under which headers. */
export interface Distribution {
  /** In the order in which they are tried. */
  readonly behaviors: readonly Behavior[];
  readonly defaultRootObject: string;
}

export interface Origins {
  readonly api: (request: GatewayRequest) => Promise<HttpAnswer>;
  readonly filesOf: (bucket: string) => readonly FileDeployment[];
}

export async function handleByDistribution(
  distribution: Distribution,
  request: GatewayRequest,
  origins: Origins,
): Promise<HttpAnswer> {
  const behavior = distribution.behaviors.find(({ pathPattern }) =>
    fits(pathPattern.replace(/^(?![/*])/, "/"), request.path),
  );
  if (behavior === undefined) throw new Error("A distribution has a default behavior");
  const answer = await fromOrigin(behavior, distribution, request, origins);
  return { ...answer, headers: { ...answer.headers, ...behavior.headers } };
}

async function fromOrigin(
  behavior: Behavior,
  distribution: Distribution,
  request: GatewayRequest,
  origins: Origins,
): Promise<HttpAnswer> {
  if (!behavior.methods.includes(request.method)) {
    const body = "This distribution does not allow the method of this request.";
    return { status: 403, headers: { "content-type": "text/plain" }, body };
  }
  const routed = behavior.functionCode === undefined ? request.path : runEdgeFunction(behavior.functionCode, request);
  if (typeof routed !== "string") return routed;
  if (behavior.origin.kind === "api") return await origins.api({ ...request, path: routed });
  return serveFile(
    origins.filesOf(behavior.origin.bucket),
    routed === "/" ? `/${distribution.defaultRootObject}` : routed,
  );
}
