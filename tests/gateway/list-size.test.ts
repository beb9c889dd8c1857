import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { fieldExtensionsEstimator, getComplexity, simpleEstimator } from 'graphql-query-complexity';
import { applyListSizes } from '../../src/gateway/list-size.js';
import { readSupergraph } from '../../src/gateway/supergraph.js';
import { supergraphOf } from '../support/federation.js';

const composed = supergraphOf({
  shop: `
    type Query {
      book: Book
      item: Item
      dear: Book @cost(weight: 40)
      free: Book @cost(weight: 0)
      books: [Book!]!
      few: [Book] @listSize(assumedSize: 2)
      first(first: Int = 10): [Book] @listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)
      page(first: Int, last: Int): [Book]
        @listSize(assumedSize: 20, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
      asked(page: Page): [Book]
      connection(first: Int): Books @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
    }
    input Page { first: Int }
    type Books { total: Int nodes: [Book] edges: [Edge] more: [Book] }
    type Edge { node: Book }
    interface Item { tags: [Tag] }
    type Book implements Item { id: ID price: Int @cost(weight: 3) tags: [Tag] }
    type Tag { name: String }
  `,
});

// Composed elsewhere it may have this too.
const shop = readSupergraph(
  composed.sdl.replace('asked(page: Page): [Book]', '$& @listSize(slicingArguments: ["page.first"])'),
);

let schema: GraphQLSchema;
beforeAll(() => {
  schema = applyListSizes(buildASTSchema(shop.publicDocument), shop);
});

/** As the server's limit estimates it. */
function costOf(query: string, variables: Record<string, unknown> = {}): number {
  const estimators = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })];
  return getComplexity({ schema, estimators, query: parse(query), variables });
}

it.each<[query: string, cost: number]>([
  ['{ book { id } }', 2],
  ['{ book { id price } }', 1 + 1 + 3],
  ['{ dear { id } }', 40 + 1],
  ['{ free { id } }', 1],
  ['{ books { id } }', 1 + 5],
  ['{ books { id price } }', 1 + 5 * 4],
  ['{ books { tags { name } } }', 1 + 5 * (1 + 5)],
  ['{ few { id } }', 1 + 2],
  ['{ first { id } }', 1 + 10],
  ['{ first(first: 3) { id } }', 1 + 3],
  ['{ first(first: 0) { id } }', 1],
  ['{ first(first: -3) { id } }', 1],
  ['{ page { id } }', 1 + 20],
  ['{ page(first: 3) { id } }', 1 + 3],
  ['{ page(first: 3, last: 7) { id } }', 1 + 7],
  ['{ page(first: null) { id } }', 1 + 20],
  ['{ asked(page: { first: 4 }) { id } }', 1 + 4],
  ['{ asked { id } }', 1 + 5],
  ['{ connection(first: 8) { nodes { id } } }', 1 + 8 * (1 + 1)],
  ['{ connection(first: 8) { edges { node { id } } } }', 1 + 8 * (1 + 1 + 1)],
  ['{ connection(first: 8) { more { id } } }', 1 + 8 * (1 + 5)],
  ['{ item { tags { name } } }', 1 + 1 + 5],
])('%s costs %d', (query, cost) => {
  expect(costOf(query)).toBe(cost);
});

it('counts by variables', () => {
  const query = 'query ($first: Int = 6) { page(first: $first) { id } }';
  expect(costOf(query, { first: 9 })).toBe(1 + 9);
  expect(costOf(query)).toBe(1 + 6);
});

it('leaves fields their own estimate', () => {
  const own = buildASTSchema(shop.publicDocument);
  const book = own.getQueryType()?.getFields().book;
  if (book) book.extensions = { complexity: 99, other: true };
  expect(applyListSizes(own, shop).getQueryType()?.getFields().book?.extensions).toEqual({
    complexity: 99,
    other: true,
  });
});
