/** An event of GetExecutionHistory, with its details under the member that its type has in the API. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: Readonly<Record<string, unknown>>;
}

export interface History {
  readonly events: readonly HistoryEvent[];
  add(
    type: string,
    details?: { readonly member: `${string}EventDetails`; readonly value: Record<string, unknown> },
  ): void;
}

export function createHistory(now: () => Date): History {
  const events: HistoryEvent[] = [];
  return {
    events,
    add(type, details) {
      const id = events.length + 1;
      events.push({
        id,
        previousEventId: id - 1,
        timestamp: now().getTime() / 1000,
        type,
        ...(details === undefined ? {} : { [details.member]: details.value }),
      });
    },
  };
}
