import type { CloudFaults } from "../cloud-faults.ts";
import type { CloudAnswer, CloudRequest } from "../cloud-request.ts";
import { pageOf } from "../page.ts";
import { managementError } from "./azure-error.ts";
import { dnsZone, seededNetworks, seededSubscription, seededZones, virtualNetwork } from "./seed.ts";

type Sizes = Pick<CloudFaults, "moreItems" | "pageMaxItems">;

/** `GET /subscriptions/<id>[/providers/Microsoft.Network/…]`. Paths are not case-sensitive. */
export function resourceManager(request: CloudRequest, sizes: Sizes): CloudAnswer {
  const { method, path, query } = request;
  const [, subscription = "", list = ""] = /^\/subscriptions\/([^/]+)(?:\/(.+))?$/.exec(path.toLowerCase()) ?? [];
  if (!query.has("api-version")) {
    const message = "The api-version query parameter (?api-version=) is required for all requests.";
    return managementError(400, "MissingApiVersionParameter", message);
  }
  if (subscription !== seededSubscription.subscription_id) {
    return managementError(404, "SubscriptionNotFound", `The subscription '${subscription}' could not be found.`);
  }
  if (method !== "GET") return managementError(405, "MethodNotAllowed", "The method is not allowed.");
  if (list === "") return theSubscription();
  if (list === "providers/microsoft.network/virtualnetworks") return listed(networks(sizes), request, sizes);
  if (list === "providers/microsoft.network/dnszones") return listed(zones(sizes), request, sizes);
  return managementError(404, "InvalidResourceType", `The resource type could not be found for '${path}'.`);
}

function theSubscription(): CloudAnswer {
  const { subscription_id, tenant_id } = seededSubscription;
  const body = {
    id: `/subscriptions/${subscription_id}`,
    subscriptionId: subscription_id,
    displayName: "Vintner seeded",
    state: "Enabled",
    tenantId: tenant_id,
    authorizationSource: "RoleBased",
  };
  return { status: 200, body };
}

function networks(sizes: Sizes) {
  const more = Array.from({ length: sizes.moreItems() }, (_, index) => {
    const prefix = `10.${128 + (index >> 8)}.${index & 255}`;
    return {
      name: `vnet-${index + 1}`,
      location: "westeurope",
      cidr: `${prefix}.0/24`,
      subnets: { default: `${prefix}.0/25` },
    };
  });
  return [...seededNetworks, ...more].map(virtualNetwork);
}

function zones(sizes: Sizes) {
  const more = Array.from({ length: sizes.moreItems() }, (_, index) => `zone-${index + 1}.example.net`);
  return [...seededZones, ...more].map(dnsZone);
}

/** The next page's link is the same request with a `$skiptoken`. */
function listed(items: readonly object[], { path, query, origin }: CloudRequest, sizes: Sizes): CloudAnswer {
  const asked = Number(query.get("$top") ?? sizes.pageMaxItems());
  const page = pageOf(items, query.get("$skiptoken"), Math.min(asked, sizes.pageMaxItems()));
  if (page.next === undefined) return { status: 200, body: { value: page.items } };
  const next = new URLSearchParams([...query].filter(([name]) => name !== "$skiptoken"));
  next.set("$skiptoken", page.next);
  return { status: 200, body: { value: page.items, nextLink: `${origin}${path}?${next.toString()}` } };
}
