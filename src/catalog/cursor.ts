import { badInput } from '../errors.js';

/** A place in a list that is ordered by (time, id): the keyset of one row. */
export type Keyset = readonly [at: number, id: number];

/**
 * The opaque cursor of a row. It carries the name of the order it belongs to, so that a cursor of another list
 * is refused instead of leading somewhere else.
 */
export function encodeCursor(order: string, key: readonly (number | string)[]): string {
  return Buffer.from([order, ...key].join(' ')).toString('base64url');
}

/** The parts of a cursor as text. @throws CatalogedError BAD_USER_INPUT that names `argument`. */
export function decodeCursor(cursor: string, order: string, argument: string): string[] {
  const [name, ...key] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (name === order && key.length > 0 && encodeCursor(order, key) === cursor) return key;
  throw badInput(
    argument,
    'is not a cursor of this list: pass on a cursor that the same field gave in the same order',
  );
}

/** The parts of a cursor as numbers. @throws CatalogedError BAD_USER_INPUT that names `argument`. */
export function decodeKeyset(cursor: string, order: string, argument: string): Keyset {
  const [at, id] = decodeCursor(cursor, order, argument).map(Number);
  if (Number.isSafeInteger(at) && Number.isSafeInteger(id)) return [at as number, id as number];
  throw badInput(argument, 'is not a cursor of this list');
}
