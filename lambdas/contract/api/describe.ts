import { errorCatalogue, type ErrorCode } from "../errors.ts";
import { groups } from "../person.ts";
import { problemSchema } from "../problem.ts";
import { gatewayErrorSchema } from "./answers.ts";
import { cloudIdentityDescriptions } from "./cloud-identity-descriptions.ts";
import { errorCodes } from "./error-codes.ts";
import { jobDescriptions } from "./job-descriptions.ts";
import type { JsonSchema, OpenApiDocument, Operation, OperationAnswer, Parameter } from "./open-api.ts";
import { tags, type AnswerBody, type RouteDescription, type RouteDescriptions } from "./route-description.ts";
import { componentSchemas, queryMembers, reference } from "./schemas.ts";
import { fileDescriptions, tendrilDescriptions } from "./tendril-descriptions.ts";
import { vineDescriptions } from "./vine-descriptions.ts";
import { workerDescriptions } from "./worker-descriptions.ts";

/** Every route that a function serves. A test holds them against the functions' route tables. */
export const routeDescriptions: RouteDescriptions = {
  ...jobDescriptions,
  ...cloudIdentityDescriptions,
  ...tendrilDescriptions,
  ...vineDescriptions,
  ...workerDescriptions,
};

/** The API as an OpenAPI 3.1 document, made from the schemas by which the routes parse. */
export function describeApi(version: string): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [key, route] of Object.entries({ ...routeDescriptions, ...fileDescriptions })) {
    const [method = "", path = ""] = key.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(path, route) };
  }
  return {
    openapi: "3.1.1",
    info: {
      title: "Vintner",
      version,
      description:
        "Runs Terraform for platform teams, in their own AWS account. JSON is snake_case, times are RFC 3339 in UTC. Lists take `limit` and `cursor` and answer `next_cursor`. Every error is `application/problem+json` with a `code` of one catalogue. Unknown fields are refused.",
    },
    servers: [{ url: "/", description: "This installation" }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: { schemas: componentSchemas(), securitySchemes },
  };
}

const securitySchemes = {
  person: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "The id token of a signed-in person." },
  workerId: { type: "apiKey", in: "header", name: "X-Worker-ID" },
  workerToken: { type: "apiKey", in: "header", name: "X-Worker-Token" },
  jobToken: { type: "apiKey", in: "header", name: "X-Job-Token", description: "Of a claimed job and attempt." },
} as const;

function operationOf(path: string, route: RouteDescription): Operation {
  const may = groups.slice(groups.findIndex((group) => group === route.needs));
  const isPersons = route.needs !== "nobody" && route.needs !== "worker";
  return {
    operationId: route.id,
    tags: [route.tag],
    summary: route.summary,
    description: route.detail ?? "",
    ...(isPersons && { "x-groups": may }),
    security: securityOf(path, route),
    parameters: parametersOf(path, route),
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: reference(route.body), example: route.example } },
      },
    }),
    responses: { ...answersOf(route), ...refusalsOf(path, route) },
  };
}

function securityOf(path: string, { needs }: RouteDescription): Operation["security"] {
  if (needs === "nobody") return [];
  if (needs !== "worker") return [{ person: [] }];
  return [{ workerId: [], workerToken: [], ...(path.includes("{id}") && { jobToken: [] }) }];
}

function parametersOf(path: string, { query, idempotent }: RouteDescription): Parameter[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]): Parameter => {
    const schema = name === "id" ? { type: "string", format: "uuid" } : { type: "string" };
    return { name, in: "path", required: true, schema };
  });
  const inQuery = query === undefined ? [] : queryMembers(query).map((one): Parameter => ({ ...one, in: "query" }));
  const key: Parameter = {
    name: "Idempotency-Key",
    in: "header",
    required: false,
    description: "Same key and body: the same answer for 24 hours. Same key, other body: 422.",
    schema: { type: "string", minLength: 1, maxLength: 255 },
  };
  return [...inPath, ...inQuery, ...(idempotent === true ? [key] : [])];
}

function answersOf({ answers }: RouteDescription): Record<string, OperationAnswer> {
  return Object.fromEntries(Object.entries(answers).map(([status, body]) => [status, answerOf(Number(status), body)]));
}

const statusWords: Readonly<Record<number, string>> = {
  200: "OK",
  201: "Created",
  202: "Accepted",
  204: "Nothing to answer",
  302: "To be read at another address",
};

function answerOf(status: number, body: AnswerBody): OperationAnswer {
  const description = statusWords[status] ?? String(status);
  if (body === "nothing") return { description };
  if (body === "location") {
    return { description, headers: { Location: { required: true, schema: { type: "string", format: "uri" } } } };
  }
  if (body === "text") return { description, content: { "text/plain": { schema: { type: "string" } } } };
  return { description, content: { "application/json": { schema: reference(body) } } };
}

/** What API Gateway may answer in place of a function. */
const gatewayStatuses = ["413", "500", "503"];

function refusalsOf(path: string, route: RouteDescription): Record<string, OperationAnswer> {
  return Object.fromEntries(
    Object.entries(errorCodes(path, route)).map(([status, codes]) => [status, refusalOf(status, codes)]),
  );
}

function refusalOf(status: string, codes: readonly ErrorCode[]): OperationAnswer {
  const problem: JsonSchema = { ...reference(problemSchema), properties: { code: { enum: codes } } };
  return {
    description: codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}`).join(". "),
    content: {
      "application/problem+json": { schema: problem },
      ...(gatewayStatuses.includes(status) && { "application/json": { schema: reference(gatewayErrorSchema) } }),
    },
  };
}
