import type { Template } from "./assembly.ts";

/** What a provider is asked to create; `properties` are resolved, so they hold no intrinsic any more. */
export interface CreateRequest {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly stackName: string;
  readonly region: string;
  readonly account: string;
  /** A name for a resource that the template does not name: the same at every start, at most `maxLength` long. */
  readonly physicalName: (maxLength: number) => string;
}

export interface CreatedResource {
  /** What `Ref` of the resource gives. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Creates resources of one CloudFormation type, in an account that each start finds empty. */
export interface ResourceProvider {
  create(request: CreateRequest): Promise<CreatedResource>;
}

/** By CloudFormation type, such as `AWS::S3::Bucket`. */
export type ResourceProviders = Readonly<Record<string, ResourceProvider>>;

export interface DeployContext {
  readonly region: string;
  readonly account: string;
  /** Exports of the stacks deployed so far, by export name; `deployTemplate` adds this stack's. */
  readonly exports: Map<string, string>;
  /** Types that need nothing on one machine, each with the reason. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** Values for template parameters without a default. */
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface DeployedResource extends CreatedResource {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DeployedStack {
  readonly name: string;
  /** By logical id; provided resources only. */
  readonly resources: Readonly<Record<string, DeployedResource>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Logical ids of resources whose type nobody provides; nothing provided depends on their values. */
  readonly unsupported: readonly string[];
  /** Logical ids of resources that need nothing here. */
  readonly ignored: readonly string[];
}

export interface StackTemplate {
  readonly name: string;
  readonly template: Template;
}
