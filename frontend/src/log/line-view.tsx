import { memo, type CSSProperties } from "react";
import { spansOf, type Span } from "./ansi.ts";
import { isMissing, type LogBlock, type LogRow } from "./log-lines.ts";

/** One row of the log: a line with its number, or the mark of what was given up. */
export const RowView = memo(function RowView({ row, marked }: { readonly row: LogRow; readonly marked: boolean }) {
  if (isMissing(row)) {
    return (
      <div className="line line-missing" title={row.missing.join(" ")}>
        <span className="line-text">
          {row.missing.length === 1
            ? "Here a part of the log is missing"
            : `Here ${row.missing.length} parts of the log are missing`}
        </span>
      </div>
    );
  }
  const classes = `line line-${row.stream.toLowerCase()}${marked ? " line-marked" : ""}`;
  return (
    <div className={classes} id={`L${row.number}`}>
      <a
        className="line-number"
        href={`#L${row.number}`}
        data-line={row.number}
        tabIndex={-1}
        aria-label={`Link to line ${row.number}`}
      />
      <span className="line-text">{spansOf(row.text).map(spanView)}</span>
    </div>
  );
});

function spanView(span: Span, index: number) {
  if (span.className === undefined && span.color === undefined && span.background === undefined) return span.text;
  return (
    <span key={index} className={span.className} style={styleOf(span)}>
      {span.text}
    </span>
  );
}

function styleOf({ color, background }: Span): CSSProperties | undefined {
  if (color === undefined && background === undefined) return undefined;
  return {
    ...(color === undefined ? {} : { color }),
    ...(background === undefined ? {} : { backgroundColor: background }),
  };
}

/** `.line` in styles/log.css. */
export const lineHeightPixels = 20;

interface BlockViewProps {
  readonly block: LogBlock;
  /** The marked line, if it is one of this block's. */
  readonly marked: number | undefined;
}

/** Rows that the browser lays out only when they come into view, though its find sees them all. */
export const BlockView = memo(function BlockView({ block, marked }: BlockViewProps) {
  return (
    <div className="block" style={{ containIntrinsicBlockSize: `auto ${block.rows.length * lineHeightPixels}px` }}>
      {block.rows.map((row, index) => (
        <RowView key={index} row={row} marked={!isMissing(row) && row.number === marked} />
      ))}
    </div>
  );
});
