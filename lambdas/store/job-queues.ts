import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { JobRow } from "../domain/job-row.ts";
import { documentClient, tableName } from "./client.ts";

/** What of a job has to be known to claim it. */
export type QueuedJob = Pick<JobRow, "id" | "attempt" | "started_at" | "feed_key"> & { readonly queue: string };

/** More than a Tendril that finds itself alone will need, and enough for many that come at once to go different ways. */
const pageSize = 64;

/** The jobs of some queues, oldest first, page by page. From an index, which lags by moments. */
export async function* jobsIn(queues: readonly string[]): AsyncGenerator<readonly QueuedJob[]> {
  let open = queues.map((queue): Place => ({ queue, from: undefined }));
  while (open.length > 0) {
    const pages = await Promise.all(open.map(pageFrom));
    yield pages.flatMap(({ jobs }) => jobs).toSorted((one, other) => (one.feed_key < other.feed_key ? -1 : 1));
    open = pages.flatMap(({ next }) => next ?? []);
  }
}

interface Place {
  readonly queue: string;
  readonly from: Record<string, unknown> | undefined;
}

async function pageFrom({ queue, from }: Place): Promise<{ jobs: readonly QueuedJob[]; next: Place | undefined }> {
  const answer = await documentClient.send(
    new QueryCommand({
      TableName: tableName("jobs"),
      IndexName: "by_queue",
      KeyConditionExpression: "#queue = :queue",
      ProjectionExpression: "id, attempt, started_at, feed_key, #queue",
      ExpressionAttributeNames: { "#queue": "queue" },
      ExpressionAttributeValues: { ":queue": queue },
      ExclusiveStartKey: from,
      Limit: pageSize,
    }),
  );
  const { Items: jobs = [], LastEvaluatedKey: last } = answer;
  return { jobs: jobs as QueuedJob[], next: last === undefined ? undefined : { queue, from: last } };
}
