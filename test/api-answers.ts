import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describeApi } from "../lambdas/contract/api/describe.ts";
import type { JsonSchema, OpenApiDocument, Operation } from "../lambdas/contract/api/open-api.ts";
import type { GatewayRequest, HttpAnswer } from "../local/gateway/http-answer.ts";

/** Holds every answer that passes against the API description. */
export interface AnswerCheck {
  readonly onAnswer: (request: GatewayRequest, answer: HttpAnswer) => void;
  /** What did not fit, each kind once. */
  readonly misfits: readonly string[];
}

const description = describeApi("0.0.0");

/** Compiled when first met, for all stacks of a test file. */
const validators = new Map<string, ValidateFunction>();
const ajv = new Ajv2020({ strict: false, allErrors: false });
addFormats.default(ajv);
ajv.addSchema({ ...closed(description), $id: "vintner" });

export function checkAnswers(): AnswerCheck {
  const misfits = new Set<string>();
  return {
    onAnswer(request, answer) {
      const misfit = misfitOf(request, answer);
      if (misfit !== undefined) misfits.add(`${request.method} ${request.path}: ${answer.status} ${misfit}`);
    },
    get misfits() {
      return [...misfits];
    },
  };
}

function misfitOf({ method, path }: GatewayRequest, answer: HttpAnswer): string | undefined {
  // All else is a file of the dashboard.
  if (!/^\/(api\/|config\.json$|healthz$)/.test(path)) return undefined;
  const found = findOperation(path, method.toLowerCase());
  const type = answer.headers["content-type"]?.split(";")[0] ?? "";
  if (found === undefined) return misfitOfRefusal(answer, type);
  const told = found.operation.responses[answer.status];
  if (told === undefined) return `is not described: ${textOf(answer)}`;
  const missing = Object.keys(told.headers ?? {}).filter((name) => answer.headers[name.toLowerCase()] === undefined);
  if (missing.length > 0) return `has no header ${missing.join(", ")}`;
  if (told.content === undefined) return answer.body.length === 0 ? undefined : "has a body, and none is described";
  if (told.content[type] === undefined) return `is ${type}, which is not described`;
  const place = [found.path, found.method, "responses", String(answer.status), "content", type, "schema"];
  return misfitOfBody(`/paths/${place.map(pointerPart).join("/")}`, answer, type);
}

/** Where there is no route, only a refusal may be answered. */
function misfitOfRefusal(answer: HttpAnswer, type: string): string | undefined {
  if (answer.status < 400) return "of a route that is not described";
  const isProblem = type === "application/problem+json";
  return misfitOfBody(`/components/schemas/${isProblem ? "Problem" : "GatewayError"}`, answer, type);
}

function misfitOfBody(place: string, answer: HttpAnswer, type: string): string | undefined {
  if (!type.endsWith("json")) return undefined;
  let validate = validators.get(place);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `vintner#${encodeURI(place)}` });
    validators.set(place, validate);
  }
  return validate(JSON.parse(textOf(answer))) ? undefined : ajv.errorsText(validate.errors);
}

interface Found {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** A path that is told to the letter comes before one with a parameter. */
function findOperation(path: string, method: string): Found | undefined {
  const fitting = Object.entries(description.paths).flatMap(([template, operations]): Found[] => {
    const pattern = new RegExp(`^${template.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`);
    const operation = Object.entries(operations).find(([name]) => name === method)?.[1];
    return pattern.test(path) && operation !== undefined ? [{ path: template, method, operation }] : [];
  });
  return fitting.find((one) => one.path === path) ?? fitting[0];
}

/** As tests want it: a member that the description does not tell is a misfit. Readers are told to expect more. */
function closed(document: OpenApiDocument): object {
  return JSON.parse(JSON.stringify(document), (_key, value: JsonSchema | null) =>
    value?.["type"] === "object" && value["properties"] !== undefined && value["additionalProperties"] === undefined
      ? { ...value, additionalProperties: false }
      : value,
  ) as object;
}

function textOf({ body }: HttpAnswer): string {
  return typeof body === "string" ? body : new TextDecoder().decode(body);
}

function pointerPart(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}
