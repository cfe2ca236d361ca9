import { memo, useEffect, useImperativeHandle, useRef, type Ref, type RefObject } from "react";
import { BlockView } from "./line-view.tsx";
import { isMissing, type LogBlock, type LogSection } from "./log-lines.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";

/** How the pane moves to a place, whichever way the rows are painted. Answers whether the place is there. */
export interface LogPlaces {
  toSection(id: string): boolean;
  toLine(line: number): boolean;
}

export interface LogBodyProps {
  readonly sections: readonly LogSection[];
  readonly marked: number | undefined;
  readonly headingOf: (section: LogSection) => React.ReactNode;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Goes to the end of the pane; undefined while it does not follow. */
  readonly stick: ((scroller: HTMLElement) => void) | undefined;
  readonly wrap: boolean;
  readonly places: Ref<LogPlaces>;
  /** The rows are there, so that places can be gone to. Must be stable. */
  readonly onShown: () => void;
}

/** Every row as a real element, so that the browser's own find works. For logs of up to 50,000 lines. */
export function PlainLog({ sections, marked, headingOf, scroller, stick, places, onShown }: LogBodyProps) {
  const content = useRef<HTMLDivElement>(null);
  useImperativeHandle(places, () => ({
    toSection: (id) => bringIn(document.getElementById(`step-${id}`), "start"),
    toLine: (line) => bringIn(document.getElementById(`L${line}`), "center"),
  }));
  useStickToEnd(content, scroller, stick);
  useEffect(onShown, [onShown]);
  return (
    <div ref={content}>
      {sections.map((section) => (
        <section key={section.id} className="log-section" aria-labelledby={`step-${section.id}`}>
          {headingOf(section)}
          <Blocks blocks={section.blocks} marked={marked} />
        </section>
      ))}
    </div>
  );
}

const Blocks = memo(function Blocks({
  blocks,
  marked,
}: {
  readonly blocks: readonly LogBlock[];
  readonly marked: number | undefined;
}) {
  return blocks.map((block) => (
    <BlockView key={block.id} block={block} marked={holds(block, marked) ? marked : undefined} />
  ));
});

function holds(block: LogBlock, line: number | undefined): boolean {
  return line !== undefined && block.rows.some((row) => !isMissing(row) && row.number === line);
}

function bringIn(element: HTMLElement | null, block: ScrollLogicalPosition): boolean {
  element?.scrollIntoView({ block });
  return element !== null;
}
