import * as z from "zod";

/** What is right depends on what the request is about: the route itself parses it. */
export const anyBodySchema = z.unknown();
