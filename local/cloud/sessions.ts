import { randomBytes } from "node:crypto";

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface Principal {
  readonly account: string;
  /** `arn:aws:iam::<account>:root` or `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  readonly arn: string;
  readonly userId: string;
  readonly roleArn?: string;
  readonly sessionName?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline session policies, as JSON documents. */
  readonly policies: readonly string[];
  readonly expiration?: Date;
}

export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly policies?: readonly string[];
  /** @default 3600 */
  readonly durationSeconds?: number;
}

/** Who holds which access key: what STS would know. */
export class Sessions {
  readonly account: string;
  readonly now: () => Date;
  readonly #principals = new Map<string, Principal>();
  readonly #roleIds = new Map<string, string>();

  readonly #onIssue: (credentials: SessionCredentials) => void;

  constructor(
    account: string,
    now: () => Date = () => new Date(),
    onIssue: (credentials: SessionCredentials) => void = () => undefined,
  ) {
    this.account = account;
    this.now = now;
    this.#onIssue = onIssue;
  }

  issue(request: SessionRequest): SessionCredentials {
    const accessKeyId = `ASIA${letters(16)}`;
    const expiration = new Date(this.now().getTime() + (request.durationSeconds ?? 3600) * 1000);
    const roleName = request.roleArn.split("/").at(-1) ?? request.roleArn;
    const account = request.roleArn.split(":")[4] || this.account;
    this.#principals.set(accessKeyId, {
      account,
      arn: `arn:aws:sts::${account}:assumed-role/${roleName}/${request.sessionName}`,
      userId: `${this.#roleId(request.roleArn)}:${request.sessionName}`,
      roleArn: request.roleArn,
      sessionName: request.sessionName,
      tags: request.tags ?? {},
      policies: request.policies ?? [],
      expiration,
    });
    const credentials = {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString("base64"),
      sessionToken: randomBytes(240).toString("base64"),
      expiration,
    };
    this.#onIssue(credentials);
    return credentials;
  }

  /** An access key that was not issued here belongs to the account itself. */
  principalOf(accessKeyId: string | undefined): Principal {
    const known = accessKeyId === undefined ? undefined : this.#principals.get(accessKeyId);
    return (
      known ?? {
        account: this.account,
        arn: `arn:aws:iam::${this.account}:root`,
        userId: this.account,
        tags: {},
        policies: [],
      }
    );
  }

  isExpired(accessKeyId: string | undefined): boolean {
    const { expiration } = this.principalOf(accessKeyId);
    return expiration !== undefined && expiration <= this.now();
  }

  #roleId(roleArn: string): string {
    const id = this.#roleIds.get(roleArn) ?? `AROA${letters(17)}`;
    this.#roleIds.set(roleArn, id);
    return id;
  }
}

function letters(count: number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return Array.from(randomBytes(count), (byte) => alphabet[byte % alphabet.length]).join("");
}
