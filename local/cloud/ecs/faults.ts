/** Makes the next tasks fail on purpose. */
export class EcsFaults {
  #noCapacity = 0;
  #cannotPullImage = 0;
  #exitBeforeStart: number[] = [];

  /** The next `count` RunTask calls, and starts of services' tasks, are answered with a capacity failure. */
  noCapacity(count: number): void {
    this.#noCapacity = count;
  }

  /** The next `count` tasks stop with `CannotPullContainerError`. */
  cannotPullImage(count = 1): void {
    this.#cannotPullImage = count;
  }

  /** The next `count` tasks' containers exit with this code in place of running their command. */
  exitBeforeStart(exitCode = 1, count = 1): void {
    this.#exitBeforeStart = Array.from({ length: count }, () => exitCode);
  }

  clear(): void {
    this.#noCapacity = 0;
    this.#cannotPullImage = 0;
    this.#exitBeforeStart = [];
  }

  takeNoCapacity(): boolean {
    return this.#noCapacity > 0 && this.#noCapacity-- > 0;
  }

  takeCannotPullImage(): boolean {
    return this.#cannotPullImage > 0 && this.#cannotPullImage-- > 0;
  }

  takeExitBeforeStart(): number | undefined {
    return this.#exitBeforeStart.shift();
  }
}
