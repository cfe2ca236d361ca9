/** An attribute's path: a name, or the names from the row down into its maps. */
export type Path = string | readonly string[];

export interface Update {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, unknown>;
}

/** Builds the expressions of an update; every name and value travels as a placeholder, never as text. */
export class UpdateBuilder {
  readonly #names = new Map<string, string>();
  readonly #values: unknown[] = [];
  readonly #sets: string[] = [];
  readonly #removes: string[] = [];
  readonly #adds: string[] = [];
  readonly #deletes: string[] = [];
  readonly #conditions: string[] = [];

  set(path: Path, value: unknown): this {
    this.#sets.push(`${this.name(path)} = ${this.value(value)}`);
    return this;
  }

  setIfAbsent(path: Path, value: unknown): this {
    const name = this.name(path);
    this.#sets.push(`${name} = if_not_exists(${name}, ${this.value(value)})`);
    return this;
  }

  remove(path: Path): this {
    this.#removes.push(this.name(path));
    return this;
  }

  /** Adds to a set, which need not exist yet. */
  add(path: Path, members: ReadonlySet<string>): this {
    if (members.size > 0) this.#adds.push(`${this.name(path)} ${this.value(members)}`);
    return this;
  }

  /** Takes out of a set; a set without members is gone. */
  delete(path: Path, members: ReadonlySet<string>): this {
    if (members.size > 0) this.#deletes.push(`${this.name(path)} ${this.value(members)}`);
    return this;
  }

  when(condition: string): this {
    this.#conditions.push(`(${condition})`);
    return this;
  }

  name(path: Path): string {
    return (typeof path === "string" ? [path] : path).map((part) => this.#placeholder(part)).join(".");
  }

  value(value: unknown): string {
    this.#values.push(value);
    return `:v${this.#values.length - 1}`;
  }

  build(): Update {
    const clauses = [
      clause("SET", this.#sets),
      clause("REMOVE", this.#removes),
      clause("ADD", this.#adds),
      clause("DELETE", this.#deletes),
    ];
    const text = clauses.filter((part) => part !== "").join(" ");
    return {
      ...(text !== "" && { UpdateExpression: text }),
      ...(this.#conditions.length > 0 && { ConditionExpression: this.#conditions.join(" AND ") }),
      ...(this.#names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...this.#names].map(([name, holder]) => [holder, name])),
      }),
      ...(this.#values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(this.#values.map((value, index) => [`:v${index}`, value])),
      }),
    };
  }

  #placeholder(part: string): string {
    const holder = this.#names.get(part) ?? `#n${this.#names.size}`;
    this.#names.set(part, holder);
    return holder;
  }
}

function clause(keyword: string, parts: readonly string[]): string {
  return parts.length === 0 ? "" : `${keyword} ${parts.join(", ")}`;
}
