import { createServer } from "node:http";
import { createWebIdentity } from "../cloud/web-identity.ts";
import type { WebIdentityClaims } from "../cloud/web-identity.ts";
import { listen } from "../gateway/listen.ts";
import type { AddressInfo } from "node:net";

export const subject = "arn:aws:iam::123456789012:role/Broker";

/** Publishes its keys on a port of its own, and signs what a test wants to see refused or taken. */
export async function startTestIssuer() {
  const server = createServer((request, response) => {
    const page = webIdentity.published[request.url ?? ""];
    response.writeHead(page === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(page?.() ?? {}));
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const webIdentity = await createWebIdentity(() => url);
  return {
    issuer: () => webIdentity.issuer(),
    token: (audience: string, claims: Partial<WebIdentityClaims> = {}, issuedAt = new Date()) =>
      webIdentity.sign({ subject, audiences: [audience], account: {}, ...claims }, issuedAt, 300),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
