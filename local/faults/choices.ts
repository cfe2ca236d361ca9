/** Faults for some requests only: several can be set at once, each for a number of requests that it fits. */
export interface Choices<Choice extends { readonly count: number }, Request> {
  readonly set: (choice: Choice) => void;
  /** The first one set that fits the request now; it counts. */
  readonly take: (request: Request) => Choice | undefined;
  readonly clear: () => void;
}

export function createChoices<Choice extends { readonly count: number }, Request>(
  fits: (choice: Choice, request: Request) => boolean,
): Choices<Choice, Request> {
  let set: { readonly choice: Choice; left: number }[] = [];
  return {
    set(choice) {
      set.push({ choice, left: choice.count });
    },
    take(request) {
      const found = set.find(({ choice }) => fits(choice, request));
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) set = set.filter((one) => one !== found);
      return found.choice;
    },
    clear() {
      set = [];
    },
  };
}
