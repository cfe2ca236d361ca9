/** Something that runs until it is stopped. */
export interface Part {
  stop(): Promise<void> | void;
}

/** What was started so far, to be stopped in reverse. */
export interface StartedParts {
  /** Remembers a part and gives it back. */
  add<One extends Part>(part: One): One;
  stop(): Promise<void>;
}

export function createStartedParts(log: (line: string) => void): StartedParts {
  const parts: Part[] = [];
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      try {
        await part.stop();
      } catch (error) {
        // The others are to be stopped all the same.
        log(`stop: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
    }
  }
  return {
    add(part) {
      parts.push(part);
      return part;
    },
    stop: () => (stopping ??= stopAll()),
  };
}
