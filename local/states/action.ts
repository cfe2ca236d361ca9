/** One action of the API: gets the parsed body, answers the JSON body. */
export type Action = (body: unknown) => Readonly<Record<string, unknown>>;
