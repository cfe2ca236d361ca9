/** What set-up cannot mend by itself. The message tells a person what to do; no stack is shown. */
export class SetupError extends Error {}
