import { badInput } from '../errors.js';

/** The arguments of a Relay connection. */
export interface PageArguments {
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}

/** A part of a list, in the list's order. */
export interface Page<Row> {
  rows: Row[];
  hasNextPage: boolean;
  hasPreviousPage: boolean;
}

export const defaultPageSize = 20;
export const maximumPageSize = 100;

/** `value`, when it may be the length of a list. @throws CatalogedError BAD_USER_INPUT that names `argument`. */
export function pageSize(argument: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= maximumPageSize) return value;
  throw badInput(argument, `must be from 0 to ${maximumPageSize}, not ${value}`);
}

/** How many rows are asked for, and from which end. @throws CatalogedError BAD_USER_INPUT. */
export function pageBounds({ first, last }: PageArguments): { size: number; backward: boolean } {
  if (first != null && last != null) {
    throw badInput('last', 'cannot be combined with "first": page forwards or backwards, not both');
  }
  if (last != null) return { size: pageSize('last', last), backward: true };
  return { size: pageSize('first', first ?? defaultPageSize), backward: false };
}

/**
 * Cuts a page from rows that were read in paging direction, one more than asked for.
 *
 * By the Relay Cursor Connections specification: in the direction of paging the extra row tells whether there
 * is more; where a cursor bounds the page, it is itself the proof of a row there.
 */
export function cutPage<Row>(rows: Row[], page: PageArguments): Page<Row> {
  const { size, backward } = pageBounds(page);
  const more = rows.length > size;
  const cut = rows.slice(0, size);
  return {
    rows: backward ? cut.reverse() : cut,
    hasNextPage: (more && !backward) || page.before != null,
    hasPreviousPage: (more && backward) || page.after != null,
  };
}
