import { plainText } from "../log/ansi.ts";
import { isMissing, type LogSection } from "../log/log-lines.ts";

/** How Terraform begins the block of a resource in a plan, such as `# aws_vpc.main will be created`. */
const heading = /^\s*# (?:(\S.*?) (?:will|must|is tainted)\b|\S.* has moved to (\S.*))/;

/** The lines of the log at which the blocks of a plan's resources begin, by address. */
export function planBlocks(sections: readonly LogSection[]): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const row of sections.flatMap(({ blocks }) => blocks).flatMap(({ rows }) => rows)) {
    if (isMissing(row)) continue;
    const [, changed, moved] = heading.exec(plainText(row.text)) ?? [];
    const address = changed ?? moved;
    if (address !== undefined && !lines.has(address)) lines.set(address, row.number);
  }
  return lines;
}
