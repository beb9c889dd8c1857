import fc from 'fast-check';
import { fromGlobalId, idOf, nodeTypes, toGlobalId } from '../../resolvers/global-id.js';

describe('global ids', () => {
  const storedId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

  it('lead back to the type and the stored id, and no other text does', () => {
    fc.assert(
      fc.property(fc.constantFrom(...nodeTypes), storedId, (type, id) => {
        const globalId = toGlobalId(type, id);
        expect(globalId).toMatch(/^[\w-]+$/);
        expect(fromGlobalId(globalId, 'id')).toEqual({ type, id });
        expect(() => fromGlobalId(`${globalId}=`, 'id')).toThrow('not an id of this gateway');
      }),
    );
  });

  it.each(['', 'Article:1', btoa('Article:0'), btoa('Article:-1'), btoa('Article:1.5'), btoa('Article:1:2')])(
    'refuse %j',
    (text) => {
      const refused = expect.objectContaining({ code: 'BAD_USER_INPUT', argument: 'ids' });
      expect(() => fromGlobalId(text.replace(/=+$/, ''), 'ids')).toThrow(refused);
    },
  );

  it('refuse the id of another type, saying which', () => {
    expect(() => idOf('Article', toGlobalId('Source', 7), 'id')).toThrow(
      'must be the id of an Article, not of a Source',
    );
    expect(idOf('Source', toGlobalId('Source', 7), 'source')).toBe(7);
  });
});
