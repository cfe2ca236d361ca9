import * as z from "zod";
import { limits } from "./limits.ts";

export const streams = ["STDOUT", "STDERR", "SYSTEM"] as const;
export type Stream = (typeof streams)[number];

/** `<attempt:2>.<step:2>.<n:8>`: as strings, keys sort in reading order. */
export const logKeyPattern = /^\d{2}\.\d{2}\.\d{8}$/;
export const logKeySchema = z.string().regex(logKeyPattern, "is not of the form 01.04.00000001");

export const chunkSchema = z.strictObject({
  key: logKeySchema,
  stream: z.enum(streams),
  /** Whole lines, each ended by `\n`. Only the last chunk of a step may be empty. */
  text: z
    .string()
    .refine((text) => encodedBytes(text) <= limits.chunkMaxBytes, "is over 24 KB")
    .refine((text) => text.isWellFormed(), "is not valid Unicode")
    .refine((text) => text === "" || text.endsWith("\n"), "does not end with a whole line"),
  at: z.iso.datetime(),
  /** The job-wide number of its first line, from 1. */
  line: z.int().min(1),
  last: z.literal(true).optional(),
});
export type Chunk = z.infer<typeof chunkSchema>;

const utf8 = new TextEncoder();
/** Characters that take one byte each: all of most lines. */
const oneByteEach = /^[ !#-[\]-~]*$/;

/** The size that counts: bytes of the text once JSON-encoded, without the quotes. */
export function encodedBytes(text: string): number {
  return oneByteEach.test(text) ? text.length : utf8.encode(JSON.stringify(text)).length - 2;
}

export const logPageSchema = z.object({
  items: z.array(chunkSchema),
  next_after: logKeySchema.nullable(),
  complete: z.boolean(),
});
export type LogPage = z.infer<typeof logPageSchema>;
