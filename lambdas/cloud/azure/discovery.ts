import { DnsManagementClient, type Zone } from "@azure/arm-dns";
import * as z from "zod";
import type { SessionOf } from "../../contract/identity-session.ts";
import { resourceKinds, type Resource } from "../../contract/resources.ts";
import type { Discovery } from "../identity-cloud.ts";
import { requestJson } from "../json-request.ts";
import { letRead } from "./commands.ts";

type Session = SessionOf<"azure">;
type Pages = AsyncIterable<readonly Resource[]>;

export interface AzureDiscoveryParts {
  readonly resourceManagerUrl: string;
  readonly longestDelayMillis?: number;
}

/** The client's own retries of throttled and failed calls. */
const dnsRetries = 5;
/** Of the policy that puts a token into a request; the pipeline knows it by this name. */
const bearerPolicy = "bearerTokenAuthenticationPolicy";

/** Lists what an Azure subscription holds. */
export function azureDiscovery(parts: AzureDiscoveryParts): Discovery<Session> {
  return {
    kinds: resourceKinds.azure,
    list(kind, session, signal) {
      switch (kind) {
        case "vnets":
          return vnets(session, signal, parts);
        case "subnets":
          return subnets(session, signal, parts);
        case "dns_zones":
          return dnsZones(session, signal, parts);
        default:
          throw new Error(`Azure has no ${kind}`);
      }
    },
    advice: (_kind, { client_id, subscription_id }) =>
      `Let the application do this: ${letRead(client_id, subscription_id)}`,
  };
}

const prefixes = z.array(z.string()).default([]);

const vnetPage = z.object({
  value: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      location: z.string(),
      properties: z.object({
        addressSpace: z.object({ addressPrefixes: prefixes }).optional(),
        subnets: z
          .array(
            z.object({
              id: z.string(),
              name: z.string(),
              properties: z.object({ addressPrefix: z.string().optional(), addressPrefixes: prefixes }),
            }),
          )
          .default([]),
      }),
    }),
  ),
  nextLink: z.string().optional(),
});
type VnetPage = z.infer<typeof vnetPage>;

async function* vnets(session: Session, signal: AbortSignal, parts: AzureDiscoveryParts): Pages {
  for await (const { value } of vnetPages(session, signal, parts)) {
    yield value.map(({ id, name, location: region, properties }) => ({
      ...{ id, name, region },
      ...cidrOf(properties.addressSpace?.addressPrefixes),
    }));
  }
}

/** Subnets come inside of their networks. */
async function* subnets(session: Session, signal: AbortSignal, parts: AzureDiscoveryParts): Pages {
  for await (const { value } of vnetPages(session, signal, parts)) {
    yield value.flatMap(({ id: parent_id, location: region, properties }) =>
      properties.subnets.map(({ id, name, properties: { addressPrefix, addressPrefixes } }) => ({
        ...{ id, name, region, parent_id },
        ...cidrOf(addressPrefix === undefined ? addressPrefixes : [addressPrefix]),
      })),
    );
  }
}

function cidrOf(ranges: readonly string[] = []): { cidr?: string } {
  return ranges.length === 0 ? {} : { cidr: ranges.join(", ") };
}

async function* vnetPages(
  { subscription_id, access_token: token }: Session,
  signal: AbortSignal,
  parts: AzureDiscoveryParts,
): AsyncGenerator<VnetPage> {
  const base = parts.resourceManagerUrl;
  const path = `/subscriptions/${subscription_id}/providers/Microsoft.Network/virtualNetworks`;
  let url: string | undefined = `${base}${path}?api-version=2024-05-01`;
  while (url !== undefined) {
    const page: VnetPage = await requestJson({
      url,
      token,
      answer: vnetPage,
      signal,
      longestDelayMillis: parts.longestDelayMillis,
    });
    yield page;
    url = page.nextLink === undefined || page.nextLink === "" ? undefined : sameOrigin(page.nextLink, base);
  }
}

/** The next page is where the cloud says, but the token goes to Resource Manager alone. */
function sameOrigin(link: string, base: string): string {
  const url = new URL(link, base);
  if (url.origin !== new URL(base).origin) throw new Error(`the next page is at the foreign address ${url.origin}`);
  return url.href;
}

async function* dnsZones(session: Session, abortSignal: AbortSignal, parts: AzureDiscoveryParts): Pages {
  const { subscription_id, access_token } = session;
  const token = { token: access_token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER };
  const endpoint = parts.resourceManagerUrl;
  const client = new DnsManagementClient({ getToken: async () => token }, subscription_id, {
    endpoint,
    allowInsecureConnection: endpoint.startsWith("http://"),
    retryOptions: {
      maxRetries: dnsRetries,
      ...(parts.longestDelayMillis !== undefined && { maxRetryDelayInMs: parts.longestDelayMillis }),
    },
  });
  // Its own policy refuses http, which the fake on the loopback speaks.
  client.pipeline.removePolicy({ name: bearerPolicy });
  client.pipeline.addPolicy({
    name: bearerPolicy,
    sendRequest(request, next) {
      sameOrigin(request.url, endpoint);
      request.headers.set("Authorization", `Bearer ${access_token}`);
      return next(request);
    },
  });
  for await (const page of client.zones.list({ abortSignal }).byPage()) {
    yield page.map(({ id, name, location }: Zone) => ({
      id: id ?? "",
      name: name ?? "",
      ...(location !== undefined && { region: location }),
    }));
  }
}
