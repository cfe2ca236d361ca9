/**
 * The one catalogue of errors. A key is the API's `code`, the `Error.name` of what is thrown, the name that state
 * machines match in `ErrorEquals`, and a job's `error_code`.
 */
interface Entry {
  /** The HTTP status when it is an answer. Codes with 500 only ever end jobs. */
  readonly status: number;
  readonly title: string;
}

export const errorCatalogue = {
  INVALID_REQUEST: { status: 400, title: "The request is not valid" },
  UNAUTHENTICATED: { status: 401, title: "Sign in first" },
  WORKER_REJECTED: { status: 401, title: "The worker's id or token is not valid" },
  FORBIDDEN: { status: 403, title: "Not permitted" },
  NOT_FOUND: { status: 404, title: "Not found" },
  METHOD_NOT_ALLOWED: { status: 405, title: "Method not allowed" },
  TARGET_BUSY: { status: 409, title: "Another job is open on this target" },
  NAME_TAKEN: { status: 409, title: "The name is taken" },
  IDENTITY_INCOMPLETE: { status: 409, title: "The cloud identity is not set up yet" },
  IDENTITY_UNVERIFIED: { status: 409, title: "The cloud identity is not verified yet" },
  ARCHIVE_MISSING: { status: 409, title: "The archive was not uploaded" },
  IDENTITY_IN_USE: { status: 409, title: "Vines use this cloud identity" },
  JOB_TERMINAL: { status: 409, title: "The job has already ended" },
  JOB_NOT_CLOSED: { status: 409, title: "The job is not closed yet" },
  FORCE_TOO_EARLY: { status: 409, title: "Force needs a cancel 60 seconds earlier" },
  NOT_RECOVERABLE: { status: 409, title: "There is nothing to recover" },
  RUNNER_ALIVE: { status: 409, title: "The runner is not proven gone" },
  STALE_ATTEMPT: { status: 409, title: "The attempt is over" },
  JOB_CLOSED: { status: 409, title: "The job is closed" },
  LOG_CONFLICT: { status: 409, title: "The log already holds another chunk with this key" },
  UP_TO_DATE: { status: 409, title: "The Tendril already runs the newest release" },
  SELF_HOSTED: { status: 409, title: "The Tendril is self-hosted" },
  NOT_DEPLOYED: { status: 409, title: "The Tendril's deployment has not succeeded" },
  NOT_APPLICABLE: { status: 409, title: "The job cannot be applied" },
  PAYLOAD_TOO_LARGE: { status: 413, title: "The request is too large" },
  IDEMPOTENCY_MISMATCH: { status: 422, title: "The idempotency key was used with another request" },
  INTERNAL: { status: 500, title: "Something failed on our side" },
  UNAVAILABLE: { status: 503, title: "A part that is needed does not answer" },

  JOB_CANCELLED: { status: 500, title: "The job was cancelled" },
  TENDRIL_LOST: { status: 500, title: "The runner was lost while Terraform was changing things" },
  ATTEMPTS_EXHAUSTED: { status: 500, title: "The runner was lost too often" },
  INTERRUPTED: { status: 500, title: "The runner was interrupted and saved its state" },
  RUNNER_START_FAILED: { status: 500, title: "The runner did not start" },
  RUNNER_FAILED: { status: 500, title: "The runner failed" },
  NO_TENDRIL: { status: 500, title: "No Tendril took the job in time" },
  NO_CAPACITY: { status: 500, title: "The cloud had no capacity for the runner" },
  /** Also told to a Tendril that asks for credentials, which then fails its job: trying again would not help. */
  ROLE_NOT_ASSUMABLE: { status: 424, title: "The role could not be assumed" },
  EXTERNAL_ID_NOT_REQUIRED: { status: 500, title: "The role can be assumed without its external id" },
  TOKEN_NOT_ACCEPTED: { status: 500, title: "The cloud did not accept the platform's token" },
  IMPERSONATION_DENIED: { status: 500, title: "The service account could not be impersonated" },
  IDENTITY_MISMATCH: { status: 500, title: "The identity is another one than was registered" },
  RESOURCES_NOT_LISTED: { status: 500, title: "Nothing in the cloud could be listed" },
  CLOUD_UNAVAILABLE: { status: 500, title: "The cloud did not answer as it should" },
  CREDENTIALS_EXPIRED: { status: 500, title: "The credentials could not be renewed" },
  TERRAFORM_MISSING: { status: 500, title: "Terraform is not installed" },
  TERRAFORM_INIT_FAILED: { status: 500, title: "terraform init failed" },
  TERRAFORM_PLAN_FAILED: { status: 500, title: "terraform plan failed" },
  TERRAFORM_APPLY_FAILED: { status: 500, title: "terraform apply failed" },
  TERRAFORM_DESTROY_FAILED: { status: 500, title: "terraform destroy failed" },
  ARCHIVE_INVALID: { status: 500, title: "The archive is not a Terraform root module" },
  PLAN_NOT_STORED: { status: 500, title: "The plan could not be stored" },
  DISK_FULL: { status: 500, title: "The runner's disk is full" },
  REGISTRATION_FAILED: { status: 500, title: "The Tendril could not be registered" },
  TENDRIL_START_FAILED: { status: 500, title: "The Tendril's service could not be started" },
  DRAIN_FAILED: { status: 500, title: "The Tendril could not be drained" },
  UPDATE_FAILED: { status: 500, title: "The Tendril could not be updated" },
  ROLLOUT_FAILED: { status: 500, title: "The new version did not become healthy" },
  DEREGISTRATION_FAILED: { status: 500, title: "The Tendril's registration could not be removed" },
  EXECUTION_ABORTED: { status: 500, title: "The execution was aborted from outside" },
  EXECUTION_TIMED_OUT: { status: 500, title: "The execution timed out" },
  EXECUTION_FAILED: { status: 500, title: "The execution failed" },
} as const satisfies Record<string, Entry>;

export type ErrorCode = keyof typeof errorCatalogue;

export interface FieldError {
  /** RFC 6901 pointer into the request, such as `/region`. */
  readonly pointer: string;
  readonly detail: string;
}

export interface VintnerErrorOptions {
  readonly errors?: readonly FieldError[];
  /** Members that the answer carries besides the standard ones, such as `{job_id}` of the job in the way. */
  readonly extensions?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error of the catalogue: `name` is its code, `message` a sentence for a person. Never holds a secret. */
export class VintnerError extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly extensions: Readonly<Record<string, string>> | undefined;

  constructor(code: ErrorCode, message: string, options: VintnerErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.errors = options.errors;
    this.extensions = options.extensions;
  }
}

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorCatalogue, value);
}
