import type { Resource, ResourceKind } from "../contract/resources.ts";

/** Tells the job's log what is done and found. */
type Say = (line: string) => Promise<void>;

/** For whom an identity is taken. */
export interface IdentityUse {
  readonly jobId: string;
  readonly say: Say;
  /** Ends waiting: what asks is itself waited for. */
  readonly signal: AbortSignal;
}

/** What a cloud can do with an identity: take it for a job, and prove whose it is. The broker alone has this. */
export interface IdentityCloud<Identity, Session> {
  /**
   * Takes the identity for one job, with no more than reading. Throws an error of the catalogue whose message is a
   * diagnosis: what was tried, what the cloud said, what to change.
   */
  assume(identity: Identity, use: IdentityUse): Promise<Session>;
  /** Asks the cloud whose credentials these are; throws IDENTITY_MISMATCH when they are not the registered identity's. */
  verify(identity: Identity, session: Session, signal: AbortSignal): Promise<Readonly<Record<string, string>>>;
}

/** How to list what is there. A discover function has this, for its one cloud. */
export interface Discovery<Session> {
  readonly kinds: readonly ResourceKind[];
  /** Lists one kind to its end. What can be found in spite of an error is yielded before it is thrown. */
  list(kind: ResourceKind, session: Session, signal: AbortSignal): AsyncIterable<readonly Resource[]>;
  /** What to change when this error came while a kind was listed; a sentence, with the policy or command to copy. */
  advice(kind: ResourceKind, session: Session): string;
}
