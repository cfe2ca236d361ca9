import { existsSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import type { HttpAnswer } from "./http-answer.ts";

/** One Custom::CDKBucketDeployment: files of an asset that were copied into a bucket. */
export interface FileDeployment {
  readonly folder: string;
  readonly cacheControl: string | undefined;
  /** Patterns with `*`, as `aws s3 sync` takes them: includes win over excludes. */
  readonly exclude: readonly string[];
  readonly include: readonly string[];
}

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".ico": "image/x-icon",
  ".js": "text/javascript",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Answers as a private bucket does: what is not there is forbidden to list, so it is 403. */
export function serveFile(deployments: readonly FileDeployment[], uri: string): HttpAnswer {
  const key = keyOf(uri);
  // The deployment that came last has written the file.
  const found = key === undefined ? undefined : deployments.findLast((one) => contains(one, key));
  if (key === undefined || found === undefined) {
    return {
      status: 403,
      headers: { "content-type": "application/xml" },
      body: "<Error><Code>AccessDenied</Code></Error>",
    };
  }
  return {
    status: 200,
    headers: {
      "content-type": types[extname(key)] ?? "application/octet-stream",
      ...(found.cacheControl === undefined ? {} : { "cache-control": found.cacheControl }),
    },
    body: readFileSync(join(found.folder, key)),
  };
}

function keyOf(uri: string): string | undefined {
  try {
    const key = decodeURIComponent(uri).replace(/^\/+/, "");
    // A key is a name, not a path: nothing outside the folder has one.
    return key !== "" && normalize(key) === key && !key.startsWith("..") && !key.includes("\0") ? key : undefined;
  } catch {
    return undefined;
  }
}

function contains({ folder, exclude, include }: FileDeployment, key: string): boolean {
  const excluded = exclude.some((pattern) => fits(pattern, key)) && !include.some((pattern) => fits(pattern, key));
  const path = join(folder, key);
  return !excluded && existsSync(path) && statSync(path).isFile();
}

/** `*` is any run of characters, also slashes. */
export function fits(pattern: string, text: string): boolean {
  const escaped = pattern.split("*").map((piece) => piece.replace(/[\\^$.|?+()[\]{}]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(text);
}
