import { apiChanges } from '../../schema/breaking-changes.js';

const released = 'type Query { old: String name: String size: Size } enum Size { SMALL }';
const present = 'type Query { name: String size: Size } enum Size { SMALL LARGE }';

describe('apiChanges', () => {
  it('names breaking changes that are not declared, and dangerous ones', () => {
    expect(apiChanges(released, present, '')).toEqual({
      problems: ['Breaking, and not declared: Query.old was removed.'],
      dangerous: ['LARGE was added to enum type Size.'],
    });
    expect(apiChanges(present, present, '# Nothing here.\n\n')).toEqual({ problems: [], dangerous: [] });
  });

  it('takes those that are declared with a reason', () => {
    const declared = '# Comment\n\n  Query.old was removed.  # Nobody has asked for it in a year.\n';
    expect(apiChanges(released, present, declared).problems).toEqual([]);
  });

  it.each(['Query.old was removed.', 'Query.old was removed. #', 'Query.old was removed. # '])(
    'wants a reason: %j',
    (declared) => {
      expect(apiChanges(released, present, declared).problems).toEqual([
        'Declared without a reason: Query.old was removed.',
      ]);
    },
  );

  it('names declarations that are not so, or no longer', () => {
    const declared = 'Query.older was removed. # Gone.\nQuery.old was removed. # Gone.';
    expect(apiChanges(released, present, declared).problems).toEqual([
      'Declared, but not so: Query.older was removed.',
    ]);
    expect(apiChanges(present, present, declared).problems).toHaveLength(2);
  });
});
