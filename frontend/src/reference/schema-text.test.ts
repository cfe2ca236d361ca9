import { expect, test } from "@jest/globals";
import { schemaText } from "./schema-text.ts";

test.each([
  [{ $ref: "#/components/schemas/Job" }, "Job"],
  [{ const: "aws" }, '"aws"'],
  [{ type: "string", enum: ["a", "b"] }, '"a" | "b"'],
  [{ type: ["string", "null"] }, "string | null"],
  [{ type: "string", format: "uuid" }, "string (uuid)"],
  [{ type: "integer", minimum: 1, maximum: 100 }, "integer (1 to 100)"],
  [{ anyOf: [{ type: "integer" }, { type: "null" }] }, "integer | null"],
  [{ type: "array", items: { $ref: "#/components/schemas/Chunk" } }, "Chunk[]"],
  [{ type: "array", items: { type: "string", enum: ["a", "b"] } }, '("a" | "b")[]'],
  [{ type: "object", additionalProperties: { type: "number" } }, "{\n  [name]: number\n}"],
  [
    {
      type: "object",
      properties: { id: { type: "string" }, more: { type: "object", properties: {} } },
      required: ["id"],
    },
    "{\n  id: string\n  more?: {}\n}",
  ],
  [{}, "any"],
])("%j", (schema, text) => expect(schemaText(schema)).toBe(text));
