import * as z from "zod";

/** Whatever JSON can say. One schema for all of them, so that the API description can name it. */
export const jsonValueSchema = z.json();
