import fc from 'fast-check';
import { decodeCursor, decodeKeyset, encodeCursor } from '../../src/catalog/cursor.js';

describe('cursors', () => {
  const time = fc.maxSafeInteger();

  it('give back the keyset that was put in, and are safe in an address', () => {
    fc.assert(
      fc.property(time, time, (at, id) => {
        const cursor = encodeCursor('PUBLISHED_DESC', [at, id]);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeKeyset(cursor, 'PUBLISHED_DESC', 'after')).toEqual([at, id]);
      }),
    );
  });

  it('may hold text', () => {
    expect(decodeCursor(encodeCursor('SLUG', ['新闻-1']), 'SLUG', 'after')).toEqual(['新闻-1']);
  });

  it.each([
    ['of another list', encodeCursor('ADDED_DESC', [1, 2])],
    ['of a list with a longer name', encodeCursor('PUBLISHED_DESC_', [1, 2])],
    ['without a key', encodeCursor('PUBLISHED_DESC', [])],
    ['with text for numbers', encodeCursor('PUBLISHED_DESC', ['x', 'y'])],
    ['with one number', encodeCursor('PUBLISHED_DESC', [1])],
    ['with a fraction', encodeCursor('PUBLISHED_DESC', [1.5, 2])],
    ['empty', ''],
    ['with something after it', `${encodeCursor('PUBLISHED_DESC', [1, 2])}=`],
    ['of plain text', 'PUBLISHED_DESC 1 2'],
  ])('are refused when %s, naming the argument', (_what, cursor) => {
    const read = () => decodeKeyset(cursor, 'PUBLISHED_DESC', 'before');
    expect(read).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'before' }));
  });
});
