/** The one subscription of the local Azure, with an application that trusts this machine's AWS account. */
export const seededSubscription = {
  tenant_id: "5b1f7c4e-93d2-4a86-8f0e-2c6d9a1b7e35",
  client_id: "c2a94d10-6e7b-4f3c-b1d8-90e5f6a7283c",
  subscription_id: "0f8d3a62-1c5e-4b97-a6f4-7d2e8b9c0a13",
} as const;

/** Of the application's service principal, which errors name. */
export const objectId = "e7340b5c-2f19-4d8a-9c63-1a5b8d7f4e20";

const group = `/subscriptions/${seededSubscription.subscription_id}/resourceGroups/network`;

interface SeededNetwork {
  readonly name: string;
  readonly location: string;
  readonly cidr: string;
  readonly subnets: Readonly<Record<string, string>>;
}

export const seededNetworks: readonly SeededNetwork[] = [
  {
    name: "hub",
    location: "westeurope",
    cidr: "10.40.0.0/16",
    subnets: { GatewaySubnet: "10.40.0.0/27", services: "10.40.1.0/24" },
  },
  { name: "apps", location: "northeurope", cidr: "10.41.0.0/16", subnets: { web: "10.41.0.0/24" } },
];

export const seededZones = ["azure.example.org", "example.net"] as const;

/** A virtual network as Resource Manager shows it. */
export function virtualNetwork({ name, location, cidr, subnets }: SeededNetwork) {
  const id = `${group}/providers/Microsoft.Network/virtualNetworks/${name}`;
  return {
    name,
    id,
    type: "Microsoft.Network/virtualNetworks",
    location,
    properties: {
      provisioningState: "Succeeded",
      addressSpace: { addressPrefixes: [cidr] },
      subnets: Object.entries(subnets).map(([subnet, addressPrefix]) => ({
        name: subnet,
        id: `${id}/subnets/${subnet}`,
        type: "Microsoft.Network/virtualNetworks/subnets",
        properties: { provisioningState: "Succeeded", addressPrefix },
      })),
    },
  };
}

/** A DNS zone as Resource Manager shows it. */
export function dnsZone(name: string) {
  return {
    id: `${group}/providers/Microsoft.Network/dnszones/${name}`,
    name,
    type: "Microsoft.Network/dnszones",
    etag: "00000002-0000-0000-5c4e-9b3f1a2d0c01",
    location: "global",
    tags: {},
    properties: {
      maxNumberOfRecordSets: 10_000,
      numberOfRecordSets: 2,
      nameServers: [1, 2, 3, 4].map((n) => `ns${n}-09.azure-dns.${["com", "net", "org", "info"][n - 1]}.`),
      zoneType: "Public",
    },
  };
}
