import { isMissing, type LogBlock, type LogRow, type LogSection } from "./log-lines.ts";

interface Place {
  readonly section: LogSection;
  /** Undefined for the section's heading. */
  readonly row: LogRow | undefined;
}

/** Sections seen as one list: each a heading and then its rows. */
export class RowIndex {
  readonly #sections: readonly LogSection[];
  readonly #starts: readonly number[];
  readonly count: number;

  constructor(sections: readonly LogSection[]) {
    this.#sections = sections;
    let count = 0;
    this.#starts = sections.map((section) => {
      const start = count;
      count += section.rows + 1;
      return start;
    });
    this.count = count;
  }

  at(index: number): Place {
    const place = this.#starts.findLastIndex((start) => start <= index);
    const section = this.#sections[place];
    if (section === undefined) throw new Error(`The log has no row ${index}`);
    const offset = index - (this.#starts[place] ?? 0) - 1;
    return { section, row: offset < 0 ? undefined : rowAt(section.blocks, offset) };
  }

  ofSection(id: string): number | undefined {
    return this.#starts[this.#sections.findIndex((section) => section.id === id)];
  }

  ofLine(line: number): number | undefined {
    for (const [place, section] of this.#sections.entries()) {
      let offset = (this.#starts[place] ?? 0) + 1;
      for (const block of section.blocks) {
        const found = block.rows.findIndex((row) => !isMissing(row) && row.number === line);
        if (found !== -1) return offset + found;
        offset += block.rows.length;
      }
    }
    return undefined;
  }
}

/** All blocks but the last are full and equally long. */
function rowAt(blocks: readonly LogBlock[], offset: number): LogRow | undefined {
  const size = blocks[0]?.rows.length ?? 1;
  return blocks[Math.floor(offset / size)]?.rows[offset % size];
}
