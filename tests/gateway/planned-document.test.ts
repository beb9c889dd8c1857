import { type DocumentNode, parse } from 'graphql';
import { type RemoteGraph, remoteGraph } from '../support/federation.js';
import { type Newspaper, openNewspaper } from '../support/newspaper-graph.js';

let graph: Newspaper;
beforeAll(async () => {
  graph = await openNewspaper();
});

async function expectTheSame(query: string | DocumentNode, variables: Record<string, unknown> = {}) {
  const { expected, answer } = await graph.both(typeof query === 'string' ? parse(query) : query, variables);
  expect(expected.errors).toBeUndefined();
  expect(JSON.stringify(answer)).toBe(JSON.stringify({ data: expected.data, errors: [] }));
}

const flags = [
  { a: true, b: true },
  { a: true, b: false },
  { a: false, b: true },
  { a: false, b: false },
];

describe('a condition', () => {
  it.each([
    ['leaves nothing of the operation', '{ people @skip(if: true) { id } }'],
    ['leaves nothing of a fragment', '{ found { ... on Article { id @skip(if: true) } } }'],
    ['leaves nothing of an object', '{ people { id @include(if: false) mentor { id @skip(if: true) } } }'],
    [
      'is two',
      '{ people { id @skip(if: false) @include(if: true) name @skip(if: true) @include(if: true) } }',
    ],
  ])('may be literal: it %s', (_what, query) => expectTheSame(query));

  describe.each([
    ['a field', '{ people { id @skip(if: $a) name @include(if: $b) } }'],
    ['a field with both', '{ people { id name @skip(if: $a) @include(if: $b) } }'],
    ['a field at the root', '{ people @skip(if: $a) { id } top @include(if: $b) { headline } }'],
    [
      'a field of another subgraph',
      '{ article(id: "a2") { author @skip(if: $a) { id } score @include(if: $b) } }',
    ],
    ['a required field', '{ article(id: "a2") { tone @skip(if: $a) byline words @include(if: $b) } }'],
    ['a key', '{ article(id: "a2") { id @skip(if: $a) slug @include(if: $b) links { url } score } }'],
    [
      'a fragment on a union',
      '{ found { ... on Found @skip(if: $a) { __typename ... on Node @include(if: $b) { id } } } }',
    ],
    [
      'fragments in one another',
      '{ contents { ... on Node @skip(if: $a) { ... @include(if: $b) { ... on Article { slug } } } } }',
    ],
    [
      'named fragments',
      '{ found { ...F @skip(if: $a) ...G } } fragment F on Found { ...G @include(if: $b) } fragment G on Node { id }',
    ],
    [
      'an interface object',
      '{ top { ... on Article @skip(if: $a) { score } ... on Podcast { id @include(if: $b) } } }',
    ],
    ['the name of the type', '{ found { __typename @skip(if: $a) kind: __typename @include(if: $b) } }'],
    ['the same field twice', '{ people { name @skip(if: $a) name @include(if: $b) } }'],
  ])('may stand at %s', (_what, selection) => {
    // One document for all: its plans are kept.
    const document = parse(`query ($a: Boolean!, $b: Boolean!) ${selection}`);
    it.each(flags)('with %j', (variables) => expectTheSame(document, variables));
  });

  it('takes its variable’s default', async () => {
    const query = 'query ($a: Boolean! = true) { people { id name @skip(if: $a) } }';
    await expectTheSame(query);
    await expectTheSame(query, { a: false });
  });
});

describe('the schema', () => {
  it.each([
    ['beside data', '{ __schema { queryType { name } } people { id } }'],
    [
      'under names of fields',
      '{ id: __schema { name: queryType { id: name } } people { id } slug: __type(name: "Tone") { headline: kind } }',
    ],
    [
      'in fragments',
      '{ ...F people { id } ... { __type(name: "Tone") { kind } } } fragment F on Query { __schema { queryType { ...T } } } fragment T on __Type { name }',
    ],
    ['in the order of the operation', '{ people { id } __schema { queryType { name } } motto __typename }'],
    [
      'merged',
      '{ __type(name: "Tone") { kind } ...F motto } fragment F on Query { __type(name: "Tone") { name } }',
    ],
  ])('may be asked for %s', (_what, query) => expectTheSame(query));

  it('may be asked for by variables, and on conditions', async () => {
    const query = `query ($name: String!, $a: Boolean! = false) {
      __type(name: $name) { name enumValues @include(if: $a) { name } } __schema @skip(if: $a) { queryType { name } } motto
    }`;
    await expectTheSame(query, { name: 'Tone', a: true });
    await expectTheSame(query, { name: 'Nothing' });
  });
});

it.each([
  '{ found { ... on Article { ... on Node { ... on Podcast { seconds } } } } }',
  '{ article(id: "a1") { ...F } } fragment F on Node { ... on Podcast { seconds } }',
  '{ article(id: "a1") { author { ... on Node { ... on Content { score } } } } }',
])('nothing of what is asked may be of the type that is there: %s', (query) => expectTheSame(query));

describe('the name of a type', () => {
  it.each([
    '{ found { kind: __typename } }',
    '{ found { headline: __typename again: __typename } }',
    '{ contents { kind: __typename } }',
    '{ kind: __typename people { kind: __typename name } }',
    '{ top { kind: __typename } }',
    '{ node(id: "s1") { ... on Article { ... on Node { ... on Podcast { seconds } } } id } }',
  ])('may be asked for under another: %s', (query) => expectTheSame(query));
});

it.each([
  '{ people { ratings { content { ... on Node { id } } } } }',
  '{ article(id: "a1") { similar { ... on Podcast { seconds } } } }',
  '{ article(id: "a1") { similar { ... on Article { slug } ...F } } } fragment F on Content { ... on Node { kind: id } }',
  '{ top { ... on Article { byline score } ... on Podcast { ratings { id } } } }',
])('an interface object may be asked for what its types have: %s', (query) => expectTheSame(query));

describe('a type that clients may not know', () => {
  let shop: RemoteGraph;
  beforeAll(async () => {
    shop = await remoteGraph({
      shop: `
        type Query { items: [Item] things: [Thing] }
        interface Item { id: ID! }
        type Book implements Item { id: ID! }
        type Draft implements Item @inaccessible { id: ID! }
        union Thing = Book | Draft
        `,
    });
    const items = [
      { __typename: 'Book', id: '1' },
      { __typename: 'Draft', id: '2' },
    ];
    // As a server does it: a type is named where that is asked for.
    shop.answers.shop = ({ query }) => ({
      data: JSON.parse(
        JSON.stringify({ items, things: items }, (key, value) =>
          key === '__typename' && !query.includes(key) ? undefined : value,
        ),
      ),
    });
  });
  afterAll(() => shop.stop());

  it.each(['{ items { id } }', '{ items { ... on Item { id } } }', '{ items { ... { id } } }'])(
    'is found out where nobody asks for it: %s',
    async (query) => {
      expect(await shop.ask(query)).toEqual({ data: { items: [{ id: '1' }, null] }, errors: [] });
    },
  );
});
