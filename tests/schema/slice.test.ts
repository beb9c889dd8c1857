import { buildSchema, Kind, print } from 'graphql';
import { definitionsOf } from '../../schema/definitions.js';
import { type Slice, slice } from '../../schema/slice.js';

const definitions = definitionsOf(
  buildSchema(
    `directive @key(fields: String!) repeatable on OBJECT
    interface Named { name: String }
    type City implements Named @key(fields: "id") @key(fields: "name country { code }") { id: ID, name: String, country: Country }
    type Country implements Named { name: String, code: String }
    type Street { length: Length }
    scalar Length
    union Place = City | Street
    input Near { place: ID, within: Unit }
    enum Unit { KM }
    type Query { city(near: Near): City, any: Place, named: Named }`,
  ),
);

/** The part of it, each definition on a line. */
const cut = (part: Partial<Slice>) =>
  slice(definitions, { roots: ['Query'], holds: () => true, ...part }).map((definition) =>
    print({ kind: Kind.DOCUMENT, definitions: [definition] }).replace(/\s+/g, ' '),
  );

describe('slice', () => {
  it('leaves out what no field leads to: arguments, members of unions, what implements an interface', () => {
    expect(cut({ holds: (type, field) => type !== 'Query' || field === 'any' })).toEqual([
      'type City @key(fields: "id") @key(fields: "name country { code }") { country: Country id: ID name: String }',
      'type Country { code: String name: String }',
      'scalar Length',
      'union Place = City | Street',
      'type Query { any: Place }',
      'type Street { length: Length }',
    ]);
    expect(cut({ holds: (type, field) => type !== 'Query' || field === 'city' }).join()).toMatch(
      /input Near.*enum Unit/,
    );
    expect(cut({ holds: (type, field) => type !== 'Query' || field === 'named' }).join()).toMatch(
      /type City implements Named.*type Country implements Named.*interface Named/,
    );
  });

  it('leaves out keys of which a field is missing', () => {
    const [city] = cut({ holds: (type, field) => type !== 'City' || field === 'id' });
    expect(city).toBe('type City implements Named @key(fields: "id") { id: ID }');
  });

  it('begins where it is told to', () => {
    expect(cut({ roots: ['Country'] })).toEqual(['type Country { code: String name: String }']);
  });
});
