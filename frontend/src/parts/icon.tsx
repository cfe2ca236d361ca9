import type { ReactNode } from "react";

const paths = {
  check: <path d="m3.500 8.500 3 3 6-7" />,
  cross: <path d="m4.500 4.500 7 7m0-7-7 7" />,
  slash: <path d="m4 12 8-8" />,
  clock: <path d="M8 14.200A6.200 6.200 0 1 0 8 1.800a6.200 6.200 0 0 0 0 12.400zM8 4.800V8l2.200 1.400" />,
  copy: <path d="M6 5.500h6.500V13H6zM9.500 5.500V3H3v7.500h3" />,
  down: <path d="M8 3v9m-4-4 4 4 4-4" />,
  download: <path d="M8 2.500v7m-3-3 3 3 3-3M3 12.500h10" />,
  wrap: <path d="M2.500 4h11M2.500 8h9a2 2 0 0 1 0 4H8m1.500-1.800L7.700 12l1.800 1.800M2.500 12h2" />,
  chevron: <path d="m6 4 4 4-4 4" />,
  search: <path d="M11 11l2.500 2.500M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9z" />,
  rerun: <path d="M13 8a5 5 0 1 1-1.500-3.600M13 2.500V5.500h-3" />,
  stop: <path d="M4.500 4.500h7v7h-7z" />,
  warning: <path d="M8 2.500 14 13H2zM8 6.500v3m0 1.700v.1" />,
  up: <path d="M8 13V4m-4 4 4-4 4 4" />,
  trash: <path d="M3 4.500h10M6.500 4.500V3h3v1.500M4.500 4.500 5 13h6l.5-8.500M7 7v3.500M9 7v3.500" />,
  plug: <path d="M5.500 2.500v3m5-3v3M4 5.500h8V8a4 4 0 0 1-8 0zM8 12v2" />,
  leave: <path d="M6.500 3H3v10h3.500M7 8h6.500m-2.500-2.500L13.500 8 11 10.500" />,
  plus: <path d="M8 3v10M3 8h10" />,
  code: <path d="m5.500 4.500-3.500 3.500 3.500 3.500m5-7 3.500 3.500-3.500 3.500" />,
  terminal: <path d="M2 3h12v10H2zM4.500 6l2 2-2 2M8 10h3" />,
  wrench: (
    <path d="M13 5.500a3.500 3.500 0 0 1-4.700 3.300L4.500 12.600a1.200 1.200 0 0 1-1.700-1.700l3.800-3.800A3.500 3.500 0 0 1 10.800 3L8.900 4.900v2.200h2.200L13 5.200z" />
  ),
} as const satisfies Record<string, ReactNode>;
export type IconName = keyof typeof paths;

/** A line icon that goes along with words: it has no name of its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {paths[name]}
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" />
      <path d="M9 25c9-1 14-6 14-12.500a6 6 0 1 0-12 0 4 4 0 1 0 8 0 1.600 1.600 0 1 0-3.200 0" />
    </svg>
  );
}
