import { DNS } from "@google-cloud/dns";
import { OAuth2Client } from "google-auth-library";
import * as z from "zod";
import type { SessionOf } from "../../contract/identity-session.ts";
import { resourceKinds, type Resource } from "../../contract/resources.ts";
import type { Discovery } from "../identity-cloud.ts";
import { requestJson } from "../json-request.ts";
import { letRead } from "./commands.ts";

type Session = SessionOf<"gcp">;
type Pages = AsyncIterable<readonly Resource[]>;

export interface GcpDiscoveryParts {
  readonly computeUrl: string;
  readonly dnsUrl: string;
  readonly longestDelayMillis?: number;
}

/** The most that Compute Engine gives in a page. */
const pageSize = 500;
/** The client itself tries a throttled or failed call 4 times. */
const dnsAnswerMillis = 15_000;

/** Lists what a GCP project holds. */
export function gcpDiscovery(parts: GcpDiscoveryParts): Discovery<Session> {
  return {
    kinds: resourceKinds.gcp,
    list(kind, session, signal) {
      switch (kind) {
        case "networks":
          return networks(session, signal, parts);
        case "subnets":
          return subnets(session, signal, parts);
        case "managed_zones":
          return managedZones(session, signal, parts);
        default:
          throw new Error(`GCP has no ${kind}`);
      }
    },
    advice: (kind, { project_id, member }) => {
      const role = kind === "managed_zones" ? "roles/dns.reader" : "roles/compute.networkViewer";
      return `Let the service account do this: ${letRead(project_id, member, [role])}`;
    },
  };
}

const networkPage = z.object({
  items: z
    .array(
      z.object({ id: z.string(), name: z.string(), IPv4Range: z.string().optional(), selfLink: z.string().optional() }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
});

async function* networks(session: Session, signal: AbortSignal, parts: GcpDiscoveryParts): Pages {
  for await (const { items } of computePages("global/networks", networkPage, session, signal, parts)) {
    yield items.map(({ name, IPv4Range: cidr }) => ({
      id: networkId(session.project_id, name),
      name,
      ...(cidr !== undefined && { cidr }),
    }));
  }
}

const subnetPage = z.object({
  items: z
    .record(
      z.string(),
      z.object({
        subnetworks: z
          .array(
            z.object({ name: z.string(), ipCidrRange: z.string().optional(), network: z.string(), region: z.string() }),
          )
          .default([]),
      }),
    )
    .default({}),
  nextPageToken: z.string().optional(),
});

async function* subnets(session: Session, signal: AbortSignal, parts: GcpDiscoveryParts): Pages {
  for await (const { items } of computePages("aggregated/subnetworks", subnetPage, session, signal, parts)) {
    yield Object.values(items).flatMap(({ subnetworks }) =>
      subnetworks.map(({ name, ipCidrRange: cidr, network, region: regionUrl }) => {
        const region = lastPart(regionUrl);
        const id = `projects/${session.project_id}/regions/${region}/subnetworks/${name}`;
        return { id, name, region, parent_id: resourcePath(network), ...(cidr !== undefined && { cidr }) };
      }),
    );
  }
}

async function* managedZones(session: Session, signal: AbortSignal, { dnsUrl }: GcpDiscoveryParts): Pages {
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: session.access_token });
  const dns = new DNS({
    projectId: session.project_id,
    authClient,
  });
  dns.timeout = dnsAnswerMillis;
  // The client's own option takes a host name and would always speak https.
  dns.baseUrl = `${dnsUrl}/dns/v1`;
  let pageToken: string | undefined;
  do {
    signal.throwIfAborted();
    const query = { autoPaginate: false, maxResults: pageSize, ...(pageToken !== undefined && { pageToken }) };
    const [zones, next, answer] = (await dns.getZones(query)) as unknown as ZonesPage;
    // The client takes a text that it could not parse for an answer without zones.
    zonesAnswerSchema.parse(answer);
    yield zones.map(({ metadata }) => {
      const { id, name, dnsName } = zoneSchema.parse(metadata);
      return { id: String(id), name: dnsName ?? name };
    });
    pageToken = next?.pageToken;
  } while (pageToken !== undefined);
}

/** Its types know only the first member, which is all that there is with pages done by the client. */
type ZonesPage = [zones: { metadata: unknown }[], next: { pageToken: string } | null, answer: unknown];

const zonesAnswerSchema = z.looseObject({});

const zoneSchema = z.object({
  id: z.union([z.string(), z.number()]),
  name: z.string(),
  dnsName: z.string().optional(),
});

async function* computePages<Page extends { nextPageToken?: string | undefined }>(
  path: string,
  answer: z.ZodType<Page>,
  { project_id, access_token: token }: Session,
  signal: AbortSignal,
  parts: GcpDiscoveryParts,
): AsyncGenerator<Page> {
  let pageToken: string | undefined;
  do {
    const url = new URL(`${parts.computeUrl}/compute/v1/projects/${project_id}/${path}`);
    url.searchParams.set("maxResults", String(pageSize));
    if (pageToken !== undefined) url.searchParams.set("pageToken", pageToken);
    const page: Page = await requestJson({
      url: url.href,
      token,
      answer,
      signal,
      longestDelayMillis: parts.longestDelayMillis,
    });
    yield page;
    pageToken = page.nextPageToken === "" ? undefined : page.nextPageToken;
  } while (pageToken !== undefined);
}

function networkId(project: string, name: string): string {
  return `projects/${project}/global/networks/${name}`;
}

/** `https://www.googleapis.com/compute/v1/projects/p/global/networks/n` → `projects/p/global/networks/n`. */
function resourcePath(url: string): string {
  return url.slice(Math.max(0, url.indexOf("projects/")));
}

function lastPart(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
