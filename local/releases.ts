import * as z from "zod";
import { variables } from "../lambdas/contract/environment.ts";
import type { FunctionDefinition } from "./functions/function-definition.ts";

/** An image of the Tendril, and the version in it. */
export interface TendrilImage {
  readonly version: string;
  readonly image: string;
}

/** A Tendril release that this machine offers beside the one of its template: the same files under another tag. */
export interface Release extends TendrilImage {
  /** A container of an unhealthy one ends at once. */
  readonly healthy: boolean;
}

export interface Releases {
  /** Rejects with a ZodError when the request does not fit, also when the version is not newer. */
  offer(request: unknown): Release;
  /** The one offered last. */
  newest(): Release | undefined;
  byImage(image: string): Release | undefined;
}

const requestSchema = z.strictObject({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, "is not a version, such as 1.2.3"),
  healthy: z.boolean(),
});

export interface ReleasesOptions {
  /** What the template runs. */
  readonly base: () => TendrilImage;
  /** Called with each new one. */
  readonly onOffer: () => void;
}

/** The releases that `POST /local/releases` offers: only the version that an image reports differs. */
export function createReleases({ base, onOffer }: ReleasesOptions): Releases {
  const offered: Release[] = [];
  const schema = requestSchema.superRefine(({ version }, context) => {
    const newest = offered.at(-1)?.version ?? base().version;
    if (compareVersions(version, newest) > 0) return;
    context.addIssue({ code: "custom", path: ["version"], message: `is not newer than ${newest}` });
  });
  return {
    offer(request) {
      const { version, healthy } = schema.parse(request);
      const release = { version, healthy, image: `${base().image}-${version}` };
      offered.push(release);
      onOffer();
      return release;
    },
    newest: () => offered.at(-1),
    byImage: (image) => offered.find((release) => release.image === image),
  };
}

/** The template tells some function which image new Tendrils run, and the version in it. */
export function templateImage(functions: readonly FunctionDefinition[]): TendrilImage {
  const told =
    functions.find(({ environment }) => environment[variables.tendrilImage] !== undefined)?.environment ?? {};
  return { image: told[variables.tendrilImage] ?? "", version: told[variables.tendrilVersion] ?? "0.0.0" };
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split(".").map(Number));
  const place = [0, 1, 2].find((index) => a?.[index] !== b?.[index]);
  return place === undefined ? 0 : (a?.[place] ?? 0) - (b?.[place] ?? 0);
}
