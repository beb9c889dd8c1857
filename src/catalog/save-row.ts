import type { Transaction } from '../database/database.js';
import { insertStatements, upsertStatements } from '../database/rows.js';
import { InvalidDraft } from './draft.js';

/** What became of a source or category that somebody wanted saved. */
export type SaveOutcome<Saved> =
  | { kind: 'CREATED' | 'MODIFIED' | 'UNCHANGED'; saved: Saved }
  /** Nothing was written. */
  | { kind: 'REFUSED'; reason: 'INVALID' | 'NOT_FOUND' | 'MODIFIED_SINCE'; field: string; message: string };

/** What a slug in an address is made of. @throws InvalidDraft that names the field `slug`. */
export function checkSlug(slug: string): void {
  if (!/^(?=.{1,100}$)[\p{L}\p{M}\p{N}]+(?:[-_.][\p{L}\p{M}\p{N}]+)*$/u.test(slug))
    throw new InvalidDraft('slug', 'must be letters and digits, joined by hyphens, at most 100 characters');
}

/**
 * Writes one row with a time of modification, unless it is as it was, or has changed since the time that the
 * caller read it. A caller who does not know whether an earlier try was written may thus try again.
 */
export async function saveRow<Row extends { id: number; modifiedAt: number }>(
  tx: Transaction,
  entity: new () => Row,
  row: Row,
  before: Row | null,
  options: { ifUnmodifiedSince: number | undefined; now: number; check(row: Row): void },
): Promise<SaveOutcome<Row>> {
  const { ifUnmodifiedSince, now, check } = options;
  const refusal = (reason: 'NOT_FOUND' | 'MODIFIED_SINCE', message: string) =>
    ({ kind: 'REFUSED', reason, field: 'ifUnmodifiedSince', message }) as const;
  if (ifUnmodifiedSince !== undefined && !before) return refusal('NOT_FOUND', 'there is no such thing yet');
  try {
    check(row);
  } catch (error) {
    if (error instanceof InvalidDraft)
      return { kind: 'REFUSED', reason: 'INVALID', field: error.field, message: error.message };
    throw error;
  }
  row.modifiedAt = before?.modifiedAt ?? now;
  if (before && sameRow(entity, row, before)) return { kind: 'UNCHANGED', saved: before };
  if (ifUnmodifiedSince !== undefined && before?.modifiedAt !== ifUnmodifiedSince)
    return refusal('MODIFIED_SINCE', 'it has changed since');
  if (before) row.modifiedAt = Math.max(now, before.modifiedAt + 1);
  for (const statement of upsertStatements(entity, [row])) await tx.execute(statement);
  return { kind: before ? 'MODIFIED' : 'CREATED', saved: row };
}

/** A draft without the members that are absent, so that they override nothing. */
export function withoutAbsent<Draft extends object>(draft: Draft): Draft {
  return Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as Draft;
}

function sameRow<Row extends object>(entity: new () => Row, one: Row, other: Row): boolean {
  const cells = (row: Row) => JSON.stringify(insertStatements(entity, [row]));
  return cells(one) === cells(other);
}
