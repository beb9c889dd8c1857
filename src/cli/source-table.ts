import { displayWidth, truncateToWidth } from '../catalog/display-width.js';

const widest = 60;

/** Rows under a head, in columns as wide as a terminal shows their texts. Cells but the last are cut to 60 columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cut = rows.map((cells) =>
    cells.map((cell, column) =>
      column < head.length - 1 ? truncateToWidth(oneLine(cell), widest) : oneLine(cell),
    ),
  );
  const lines = [head, ...cut];
  const widths = head.map((_, column) =>
    Math.max(...lines.map((cells) => displayWidth(cells[column] ?? ''))),
  );
  const padded = (cell: string, column: number) =>
    cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(cell)));
  return lines.map((cells) => `${cells.map(padded).join('  ').trimEnd()}\n`).join('');
}

/** A text as one line without controls, which a publisher's words may hold. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/** The start of a text, on one line. */
export function excerpt(text: string, width = 100): string {
  return truncateToWidth(oneLine(text), width);
}

/** A time in UTC to the minute; a dash for none. */
export function minute(at: number | null | undefined): string {
  return at === null || at === undefined
    ? '-'
    : `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** A time as RFC 3339, for JSON. */
export function instant(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
