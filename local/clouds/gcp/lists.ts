import type { CloudAnswer, CloudRequest } from "../cloud-request.ts";
import type { CloudFaults } from "../cloud-faults.ts";
import { pageOf } from "../page.ts";
import { reasonError } from "./google-error.ts";
import { regions, seededNetworks, seededProject, seededSubnetworks, seededZones } from "./seed.ts";
import type { SeededSubnetwork } from "./seed.ts";

const compute = "https://www.googleapis.com/compute/v1";
const createdAt = "2026-01-12T09:30:00.000-08:00";

type Sizes = Pick<CloudFaults, "moreItems" | "pageMaxItems">;

/** The project and the lists of Compute Engine and Cloud DNS; undefined for any other path. */
export function listAnswer(request: CloudRequest, sizes: Sizes): CloudAnswer | undefined {
  const found = /^\/(compute|dns)\/v1\/projects\/([^/]+)(?:\/(.+))?$/.exec(request.path);
  if (request.method !== "GET" || found === null) return undefined;
  const [, service, project = "", list] = found;
  if (project !== seededProject.project_id && project !== seededProject.project_number) return noSuchProject(project);
  if (service === "compute" && list === undefined) return theProject();
  if (service === "compute" && list === "global/networks") return networks(request, sizes);
  if (service === "compute" && list === "aggregated/subnetworks") return subnetworks(request, sizes);
  if (service === "dns" && list === "managedZones") return managedZones(request, sizes);
  return undefined;
}

function theProject(): CloudAnswer {
  const name = seededProject.project_id;
  const id = "5530126749811260731";
  const selfLink = `${compute}/projects/${name}`;
  return {
    status: 200,
    body: { kind: "compute#project", id, name, creationTimestamp: createdAt, selfLink, defaultNetworkTier: "PREMIUM" },
  };
}

function networks(request: CloudRequest, sizes: Sizes): CloudAnswer {
  const more = Array.from({ length: sizes.moreItems() }, (_, index) => `network-${index + 1}`);
  const items = [...seededNetworks, ...more].map((name, index) => ({
    kind: "compute#network",
    id: String(7_100_000_000_000_000_000n + BigInt(index)),
    name,
    selfLink: networkLink(name),
    autoCreateSubnetworks: name === "default",
    creationTimestamp: createdAt,
    routingConfig: { routingMode: "REGIONAL" },
  }));
  const page = cut(items, request, sizes);
  return list("compute#networkList", { items: page.items }, page.next);
}

/** Each region has its own place in the answer, also one in which this page holds nothing. */
function subnetworks(request: CloudRequest, sizes: Sizes): CloudAnswer {
  const more = Array.from({ length: sizes.moreItems() }, (_, index): SeededSubnetwork => {
    const region = regions[index % regions.length] ?? regions[0];
    const cidr = `10.${64 + (index >> 8)}.${index & 255}.0/24`;
    return { name: `subnet-${index + 1}`, region, network: "production", cidr };
  });
  const page = cut([...seededSubnetworks, ...more], request, sizes);
  const scopes = regions.map((region) => {
    const held = page.items.filter((subnetwork) => subnetwork.region === region);
    return [`regions/${region}`, held.length > 0 ? { subnetworks: held.map(subnetwork) } : nothingIn(region)] as const;
  });
  return list("compute#subnetworkAggregatedList", { items: Object.fromEntries(scopes) }, page.next);
}

function subnetwork({ name, region, network, cidr }: SeededSubnetwork) {
  const regionLink = `${compute}/projects/${seededProject.project_id}/regions/${region}`;
  return {
    kind: "compute#subnetwork",
    name,
    network: networkLink(network),
    ipCidrRange: cidr,
    region: regionLink,
    selfLink: `${regionLink}/subnetworks/${name}`,
    creationTimestamp: createdAt,
    purpose: "PRIVATE",
  };
}

function managedZones(request: CloudRequest, sizes: Sizes): CloudAnswer {
  const more = Array.from({ length: sizes.moreItems() }, (_, index) => ({
    name: `zone-${index + 1}`,
    dnsName: `zone-${index + 1}.example.org.`,
    visibility: "public",
  }));
  const items = [...seededZones, ...more].map((zone, index) => ({
    kind: "dns#managedZone",
    id: String(4_200_000_000_000_000n + BigInt(index)),
    ...zone,
    description: "",
    nameServers: [1, 2, 3, 4].map((n) => `ns-cloud-a${n}.googledomains.com.`),
    creationTime: "2026-01-12T17:30:00.000Z",
  }));
  const page = cut(items, request, sizes);
  return list("dns#managedZonesListResponse", { managedZones: page.items }, page.next);
}

function cut<Item>(items: readonly Item[], { query }: CloudRequest, sizes: Sizes) {
  const asked = Number(query.get("maxResults") ?? sizes.pageMaxItems());
  return pageOf(items, query.get("pageToken"), Math.min(asked, sizes.pageMaxItems()));
}

function list(kind: string, items: object, next: string | undefined): CloudAnswer {
  return { status: 200, body: { kind, ...items, ...(next === undefined ? {} : { nextPageToken: next }) } };
}

function networkLink(name: string): string {
  return `${compute}/projects/${seededProject.project_id}/global/networks/${name}`;
}

function nothingIn(region: string) {
  const scope = `regions/${region}`;
  return {
    warning: {
      code: "NO_RESULTS_ON_PAGE",
      message: `There are no results for scope '${scope}' on this page.`,
      data: [{ key: "scope", value: scope }],
    },
  };
}

/** Compute Engine tells nobody whether a project of others exists. */
function noSuchProject(project: string): CloudAnswer {
  return reasonError(403, "forbidden", `Required 'compute.projects.get' permission for 'projects/${project}'`);
}
