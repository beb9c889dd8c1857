import { cutPage, pageBounds, pageSize } from '../../src/catalog/paging.js';

describe('paging', () => {
  it('takes lengths from 0 to 100', () => {
    expect([0, 1, 100].map((size) => pageSize('first', size))).toEqual([0, 1, 100]);
    for (const size of [-1, 101, 1.5, Number.NaN]) {
      const refused = expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'first' });
      expect(() => pageSize('first', size)).toThrow(refused);
    }
  });

  it('reads forwards unless "last" is given, 20 unless said otherwise', () => {
    expect(pageBounds({})).toEqual({ size: 20, backward: false });
    expect(pageBounds({ first: null, last: null })).toEqual({ size: 20, backward: false });
    expect(pageBounds({ first: 3 })).toEqual({ size: 3, backward: false });
    expect(pageBounds({ last: 3 })).toEqual({ size: 3, backward: true });
    const refused = expect.objectContaining({ argument: 'last' });
    expect(() => pageBounds({ first: 1, last: 1 })).toThrow(refused);
    expect(() => pageBounds({ last: 101 })).toThrow(refused);
  });

  it.each([
    // Rows in paging direction, one more than asked for where there is more.
    [['a', 'b', 'c'], { first: 2 }, ['a', 'b'], { hasNextPage: true, hasPreviousPage: false }],
    [['a', 'b'], { first: 2 }, ['a', 'b'], { hasNextPage: false, hasPreviousPage: false }],
    [['a'], { first: 2, after: 'x' }, ['a'], { hasNextPage: false, hasPreviousPage: true }],
    [['a'], { first: 2, before: 'x' }, ['a'], { hasNextPage: true, hasPreviousPage: false }],
    [['a'], { first: 0 }, [], { hasNextPage: true, hasPreviousPage: false }],
    [['c', 'b', 'a'], { last: 2 }, ['b', 'c'], { hasNextPage: false, hasPreviousPage: true }],
    [['c', 'b'], { last: 2, before: 'x' }, ['b', 'c'], { hasNextPage: true, hasPreviousPage: false }],
    [['c', 'b'], { last: 2, after: 'x' }, ['b', 'c'], { hasNextPage: false, hasPreviousPage: true }],
  ])('cuts %j for %j', (read, page, rows, flags) => {
    expect(cutPage(read, page)).toEqual({ rows, ...flags });
  });
});
