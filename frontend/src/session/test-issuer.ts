import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { generateKeyPair, SignJWT } from "jose";

/** The oauth2 endpoints of a Cognito user pool at the wire, as far as the dashboard uses them. */
export interface TestIssuer {
  readonly url: string;
  /** What the issuer's page does once somebody has typed the password: the query with which it sends them back. */
  approve(authorizeUrl: URL): URLSearchParams;
  /** By its own clock, epoch milliseconds. */
  now: number;
  /** Claims that the next id tokens have in place of the right ones. */
  claims: Record<string, unknown>;
  /** The refresh tokens that are good. */
  readonly refreshTokens: Set<string>;
  stop(): Promise<void>;
}

export const issuerName = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_test";
export const clientId = "dashboard";

interface Code {
  readonly challenge: string;
  readonly redirectUri: string;
  readonly nonce: string;
}

export async function startTestIssuer(): Promise<TestIssuer> {
  const { privateKey } = await generateKeyPair("RS256");
  const codes = new Map<string, Code>();
  const server = createServer((request, response) => {
    void respond(request, response);
  });

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, body } = await answerTo(request);
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  async function answerTo(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const form = new URLSearchParams(await text(request));
    if (request.url === "/oauth2/revoke") {
      issuer.refreshTokens.delete(form.get("token") ?? "");
      return { status: 200, body: {} };
    }
    const nonce = form.get("grant_type") === "authorization_code" ? usedCode(form) : usedRefreshToken(form);
    if (nonce === undefined) return { status: 400, body: { error: "invalid_grant" } };
    const refresh_token = randomUUID();
    issuer.refreshTokens.add(refresh_token);
    const tokens = { access_token: "access", token_type: "Bearer", expires_in: 3600 };
    return { status: 200, body: { ...tokens, refresh_token, id_token: await idToken(nonce) } };
  }

  /** A code is good once, for who can prove that it asked for it. */
  function usedCode(form: URLSearchParams): string | undefined {
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return code?.challenge === challenge && code.redirectUri === form.get("redirect_uri") ? code.nonce : undefined;
  }

  /** A refresh token is good once: each use gives another. Cognito's next id token has no nonce. */
  function usedRefreshToken(form: URLSearchParams): string | undefined {
    return issuer.refreshTokens.delete(form.get("refresh_token") ?? "") ? "" : undefined;
  }

  function idToken(nonce: string): Promise<string> {
    const seconds = Math.floor(issuer.now / 1000);
    const claims = {
      sub: "7c1e",
      "cognito:username": "7c1e",
      email: "anna@example.com",
      "cognito:groups": ["operator"],
      token_use: "id",
      iss: issuerName,
      aud: clientId,
      iat: seconds,
      exp: seconds + 3600,
      ...(nonce !== "" && { nonce }),
      ...issuer.claims,
    };
    return new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "k" }).sign(privateKey);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer: TestIssuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    now: 0,
    claims: {},
    refreshTokens: new Set(),
    approve({ searchParams: asked }) {
      const code = randomUUID();
      codes.set(code, {
        challenge: asked.get("code_challenge") ?? "",
        redirectUri: asked.get("redirect_uri") ?? "",
        nonce: asked.get("nonce") ?? "",
      });
      return new URLSearchParams({ code, state: asked.get("state") ?? "" });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return issuer;
}
