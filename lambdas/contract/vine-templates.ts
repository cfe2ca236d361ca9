/** What a template asks for. `type` is Terraform's. */
export interface TemplateVariable {
  readonly name: string;
  readonly type: "string" | "number" | "bool" | "list(string)";
  readonly label: string;
  readonly description: string;
  /** None: it has to be given. */
  readonly default?: string | number | boolean | readonly string[];
  /** Its values are found in the account: the form offers them. */
  readonly from?: "vpcs" | "subnets" | "security_groups";
}

export interface VineTemplate {
  readonly title: string;
  readonly description: string;
  readonly variables: readonly TemplateVariable[];
}

/** The root modules that come with Vintner: folders of `tendril-image/templates`. A test holds them against their variables. */
export const vineTemplates = {
  "aws-bucket": {
    title: "Private S3 bucket",
    description: "Versioned, encrypted, closed to the public. Its name begins as you say and ends with random letters.",
    variables: [
      {
        name: "name_prefix",
        type: "string",
        label: "Name begins with",
        description: "3 to 30 of a-z, 0-9 and -.",
      },
      {
        name: "expire_days",
        type: "number",
        label: "Old versions are kept for",
        description: "Days, 1 to 3650.",
        default: 90,
      },
    ],
  },
  "aws-network": {
    title: "Small network",
    description: "A VPC with public and private subnets in two zones, without NAT.",
    variables: [
      { name: "name", type: "string", label: "Name", description: "Is shown as the VPC's name." },
      {
        name: "cidr",
        type: "string",
        label: "Address range",
        description: "CIDR, /16 to /22.",
        default: "10.40.0.0/20",
      },
    ],
  },
  "aws-security-group": {
    title: "Security group in an existing VPC",
    description: "Lets in what you list, on one port, and everything out.",
    variables: [
      { name: "vpc_id", type: "string", label: "VPC", description: "One that was found in the account.", from: "vpcs" },
      { name: "name", type: "string", label: "Name", description: "1 to 60 of a-z, 0-9 and -." },
      { name: "port", type: "number", label: "Port", description: "1 to 65535.", default: 443 },
      {
        name: "allowed_cidrs",
        type: "list(string)",
        label: "Who may come in",
        description: "Address ranges, such as 10.0.0.0/8.",
      },
    ],
  },
} as const satisfies Record<string, VineTemplate>;

export const vineTemplateNames = Object.keys(vineTemplates) as (keyof typeof vineTemplates)[];
