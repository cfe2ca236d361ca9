import type { ReactNode } from "react";

interface TableProps {
  /** What kind of rows it has, for their layout on a narrow page. */
  readonly className: string;
  readonly columns: readonly string[];
  readonly label?: string;
  /** Still shows what was asked for before. @default false */
  readonly stale?: boolean;
  /** Its rows. */
  readonly children: ReactNode;
}

/** The frame of every table. The roles are said again, since rows that are laid out as blocks lose their own. */
export function Table({ className, columns, label, stale = false, children }: TableProps) {
  return (
    <table
      className={stale ? `table ${className} table-stale` : `table ${className}`}
      role="table"
      aria-label={label}
      aria-busy={stale}
    >
      <thead>
        <tr role="row">
          {columns.map((column) => (
            <th key={column} scope="col" role="columnheader">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
