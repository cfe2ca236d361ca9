import type { CloudAnswer } from "../cloud-request.ts";

/** An error of Google's newer APIs (https://cloud.google.com/apis/design/errors). */
export function statusError(code: number, status: string, message: string, reason?: string): CloudAnswer {
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "iam.googleapis.com" };
  const details = reason === undefined ? {} : { details: [info] };
  return { status: code, body: { error: { code, message, status, ...details } } };
}

/** An error of Compute Engine and Cloud DNS, which have an older form. */
export function reasonError(code: number, reason: string, message: string, domain = "global"): CloudAnswer {
  return { status: code, body: { error: { code, message, errors: [{ message, domain, reason }] } } };
}

/** An error of the Security Token Service, which speaks OAuth 2.0. */
export function exchangeError(error: string, description: string): CloudAnswer {
  return { status: 400, body: { error, error_description: description } };
}

export function unauthenticated(): CloudAnswer {
  const message =
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.";
  const { status, body } = statusError(401, "UNAUTHENTICATED", message);
  return { status, body, headers: { "www-authenticate": 'Bearer realm="https://accounts.google.com/"' } };
}
