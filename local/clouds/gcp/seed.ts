/** The one project of the local GCP, connected as the set-up commands connect a real one. */
export const seededProject = {
  project_id: "vintner-seeded",
  project_number: "418293057164",
  pool_id: "vintner",
  provider_id: "vintner-aws",
  service_account_email: "vintner-reader@vintner-seeded.iam.gserviceaccount.com",
} as const;

export interface SeededSubnetwork {
  readonly name: string;
  readonly region: string;
  readonly network: string;
  readonly cidr: string;
}

export const seededNetworks = ["default", "production"] as const;

export const seededSubnetworks: readonly SeededSubnetwork[] = [
  { name: "default", region: "europe-west1", network: "default", cidr: "10.132.0.0/20" },
  { name: "default", region: "us-central1", network: "default", cidr: "10.128.0.0/20" },
  { name: "apps", region: "europe-west1", network: "production", cidr: "10.20.0.0/22" },
  { name: "data", region: "europe-west1", network: "production", cidr: "10.20.4.0/22" },
];

export const seededZones = [
  { name: "example-org", dnsName: "gcp.example.org.", visibility: "public" },
  { name: "internal", dnsName: "internal.example.org.", visibility: "private" },
] as const;

/** Regions in which an aggregated list looks, also where nothing is. */
export const regions = ["europe-west1", "us-central1", "asia-east1"] as const;
