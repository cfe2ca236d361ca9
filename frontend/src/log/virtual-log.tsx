import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { lineHeightPixels, RowView } from "./line-view.tsx";
import { isMissing } from "./log-lines.ts";
import type { LogBodyProps } from "./plain-log.tsx";
import { RowIndex } from "./row-index.ts";
import { useStickToEnd } from "./use-stick-to-end.ts";

/** Only the rows in view are elements. For logs that are too long for {@link PlainLog}. */
export function VirtualLog({ sections, marked, headingOf, scroller, stick, wrap, places, onShown }: LogBodyProps) {
  const content = useRef<HTMLDivElement>(null);
  const index = new RowIndex(sections);
  const rows = useVirtualizer({
    count: index.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeightPixels,
    overscan: 30,
  });
  useImperativeHandle(places, () => ({
    toSection: (id) => toIndex(index.ofSection(id), "start"),
    toLine: (line) => toIndex(index.ofLine(line), "center"),
  }));
  const toIndex = (place: number | undefined, align: "start" | "center") => {
    if (place !== undefined) rows.scrollToIndex(place, { align });
    return place !== undefined;
  };
  useStickToEnd(content, scroller, stick);
  useLayoutEffect(() => rows.measure(), [wrap, rows]);
  useEffect(onShown, [onShown]);
  return (
    <div ref={content} className="virtual" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((item) => {
        const { section, row } = index.at(item.index);
        return (
          <div
            key={item.key}
            ref={rows.measureElement}
            data-index={item.index}
            className="virtual-row"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {row === undefined ? (
              headingOf(section)
            ) : (
              <RowView row={row} marked={!isMissing(row) && row.number === marked} />
            )}
          </div>
        );
      })}
    </div>
  );
}
