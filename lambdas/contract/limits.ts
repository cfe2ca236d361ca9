/** Every limit that more than one room has to know, with its unit in its name. */
export const limits = {
  /** A chunk's text, once JSON-encoded: a pushed frame then stays under API Gateway's 32 KB. */
  chunkMaxBytes: 24 * 1024,
  /** A frame that either side sends on the WebSocket API (an API Gateway quota). */
  frameMaxBytes: 32 * 1024,
  /** One line of Terraform's output; what is longer is cut and marked. */
  lineMaxBytes: 16 * 1024,
  chunksPerRequest: 50,
  /** A page of the log in the API: a Lambda answer may have 6 MB. */
  logPageMaxBytes: 4 * 1024 * 1024,
  requestBodyMaxBytes: 10 * 1024 * 1024,
  listDefault: 25,
  listMax: 100,
  idempotencyKeyHours: 24,
  attemptsMax: 3,
  /** No heartbeat of a job for so long: its runner is lost. */
  leaseSeconds: 90,
  /** So long a job waits for a Tendril that takes it. */
  tendrilWaitSeconds: 24 * 60 * 60,
  /** So long a Tendril may work on one attempt of a job: more than any root module should need. */
  tendrilRunSeconds: 4 * 60 * 60,
  /** No heartbeat of a Tendril for so long: it is shown OFFLINE. */
  tendrilOfflineSeconds: 60,
  heartbeatIdleSeconds: 30,
  heartbeatBusySeconds: 10,
  /** A row whose execution is still missing after so long is started by the sweep. */
  startGraceSeconds: 20,
  forceAfterCancelSeconds: 60,
  ticketSeconds: 30,
  credentialsSeconds: 3600,
  logFlushWatchedMillis: 100,
  logFlushSlowMillis: 250,
  logFlushUnwatchedMillis: 2000,
  logFlushBytes: 16 * 1024,
  /** So many connections are pushed one log; each more reads it by pages. Their names are in the head of the log. */
  logWatchersMax: 200,
  errorMessageMaxChars: 2000,
  /** Of one kind of resource, before what is kept is cut to `resourcesMaxBytes`. */
  resourcesPerKindMax: 20_000,
  /** All that is kept of an identity's resources, as JSON: an answer of a Lambda may have 6 MB. */
  resourcesMaxBytes: 5 * 1024 * 1024,
  /** Discovery ends with what it has: a state of a machine waits 150 s for its function. */
  discoverySeconds: 90,
} as const;
