import { need } from "./need.ts";
import type { Needs } from "./need.ts";

/** Path-style requests. https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export const s3Needs: Needs = ({ method, url }) => {
  // A browser asks whether a page may send: that needs no permission, what it then sends does.
  if (method === "OPTIONS") return [];
  const { pathname, searchParams: query } = new URL(url, "http://s3");
  const [bucket = "", ...key] = decodeURIComponent(pathname).slice(1).split("/");
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (key.join("/") === "") {
    if (method === "HEAD" || query.has("list-type")) {
      return [need("s3:ListBucket", bucketArn, [["s3:prefix", query.get("prefix") ?? undefined]])];
    }
    if (method === "GET" && query.has("versions")) return [need("s3:ListBucketVersions", bucketArn)];
    return undefined;
  }
  const action = objectAction(method, query);
  return action === undefined ? undefined : [need(action, `${bucketArn}/${key.join("/")}`)];
};

function objectAction(method: string, query: URLSearchParams): string | undefined {
  const version = query.has("versionId") ? "Version" : "";
  switch (method) {
    case "GET":
    case "HEAD":
      return `s3:GetObject${version}`;
    case "DELETE":
      return query.has("uploadId") ? "s3:AbortMultipartUpload" : `s3:DeleteObject${version}`;
    case "PUT":
      return "s3:PutObject";
    case "POST":
      return query.has("uploads") || query.has("uploadId") ? "s3:PutObject" : undefined;
    default:
      return undefined;
  }
}
