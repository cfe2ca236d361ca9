import * as z from "zod";
import { cloudIdentitySchema, createCloudIdentitySchema, setupSchema } from "../cloud-identity.ts";
import {
  applyJobSchema,
  cancelJobSchema,
  connectionTestSchema,
  createJobSchema,
  deployWorkerSchema,
  destroyWorkerSchema,
  emptySchema,
  fetchResourcesSchema,
  planSchema,
  recoverJobSchema,
  updateWorkerSchema,
} from "../create-job.ts";
import { jobEventSchema, jobSchema } from "../job.ts";
import { jsonValueSchema } from "../json-value.ts";
import { chunkSchema, logPageSchema } from "../log.ts";
import { publicConfigSchema } from "../public-config.ts";
import { problemSchema } from "../problem.ts";
import { clientMessageSchema, serverMessageSchema, ticketAnswerSchema } from "../realtime.ts";
import { registerSelfHostedSchema, tendrilSchema } from "../tendril.ts";
import * as vine from "../vine.ts";
import * as worker from "../worker.ts";
import * as answers from "./answers.ts";
import { patchCloudIdentitySchema } from "./cloud-identity-descriptions.ts";
import type { JsonSchema } from "./open-api.ts";

/** What clients send, by its name in the description. */
const sent: Readonly<Record<string, z.ZodType>> = {
  CreateJob: createJobSchema,
  ConnectionTest: connectionTestSchema,
  FetchResources: fetchResourcesSchema,
  DeployWorker: deployWorkerSchema,
  UpdateWorker: updateWorkerSchema,
  DestroyWorker: destroyWorkerSchema,
  Plan: planSchema,
  CancelJob: cancelJobSchema,
  ApplyJob: applyJobSchema,
  RecoverJob: recoverJobSchema,
  Empty: emptySchema,
  CreateCloudIdentity: createCloudIdentitySchema,
  ChangeCloudIdentity: patchCloudIdentitySchema,
  VineyardInput: vine.vineyardInputSchema,
  VineInput: vine.vineInputSchema,
  ArchiveInput: vine.archiveInputSchema,
  RegisterTendril: registerSelfHostedSchema,
  ClientMessage: clientMessageSchema,
  Heartbeat: worker.heartbeatSchema,
  Claim: worker.claimSchema,
  CredentialsRequest: worker.credentialsRequestSchema,
  AppendLog: worker.appendLogSchema,
  ProgressReport: worker.progressReportSchema,
  Json: jsonValueSchema,
};

/** What is answered and pushed. */
const answered: Readonly<Record<string, z.ZodType>> = {
  Job: jobSchema,
  JobPage: answers.jobPageSchema,
  JobStatus: answers.jobStatusSchema,
  JobEvent: jobEventSchema,
  Chunk: chunkSchema,
  LogPage: logPageSchema,
  CloudIdentity: cloudIdentitySchema,
  CloudIdentityPage: answers.cloudIdentityPageSchema,
  Setup: setupSchema,
  Vineyard: vine.vineyardSchema,
  VineyardPage: answers.vineyardPageSchema,
  Vine: vine.vineSchema,
  VinePage: answers.vinePageSchema,
  ArchiveUpload: vine.archiveUploadSchema,
  Tendril: tendrilSchema,
  TendrilPage: answers.tendrilPageSchema,
  RegisteredTendril: answers.registeredTendrilSchema,
  Ticket: ticketAnswerSchema,
  ServerMessage: serverMessageSchema,
  Health: answers.healthSchema,
  PublicConfig: publicConfigSchema,
  Description: answers.descriptionSchema,
  HeartbeatAnswer: worker.heartbeatAnswerSchema,
  ClaimAnswer: worker.claimAnswerSchema,
  Credentials: worker.credentialsAnswerSchema,
  AppendLogAnswer: worker.appendLogAnswerSchema,
  ProgressAnswer: worker.progressAnswerSchema,
  ArtifactUrl: answers.artifactUrlSchema,
  Json: jsonValueSchema,
  Problem: problemSchema,
  GatewayError: answers.gatewayErrorSchema,
};

const names = new Map([...Object.entries(sent), ...Object.entries(answered)].map(([name, schema]) => [schema, name]));

const place = (name: string): string => `#/components/schemas/${name}`;

/** A reference to a schema by its name. */
export function reference(schema: z.ZodType): JsonSchema {
  const name = names.get(schema);
  if (name === undefined) throw new Error("A schema of the API description has no name: give it one in schemas.ts");
  return { $ref: place(name) };
}

/** Every named schema as JSON Schema, draft 2020-12, which is what OpenAPI 3.1 takes. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  return { ...convert(sent, "input"), ...convert(answered, "output") };
}

/** The members of a query as they stand in an address. */
export function queryMembers(query: z.ZodObject): readonly { name: string; required: boolean; schema: JsonSchema }[] {
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: "input", override: tidy });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema: schema as JsonSchema,
  }));
}

function convert(schemas: Readonly<Record<string, z.ZodType>>, io: "input" | "output"): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, { io, uri: place, override: (one) => tidy(one, io) }).schemas;
  return Object.fromEntries(
    Object.entries(converted).map(([name, { $schema: _schema, $id: _id, ...schema }]) => [name, schema]),
  );
}

/** Leaves out what says nothing: patterns of known formats, the bounds of a double. Answers may grow: they stay open. */
function tidy({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }, io: "input" | "output" = "input"): void {
  if (jsonSchema.format !== undefined || jsonSchema.type === "integer") delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (io === "output" && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
  delete jsonSchema.propertyNames;
}
