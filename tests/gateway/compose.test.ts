import { QueryPlanner } from '@graphql-hive/router-query-planner';
import { compose, type SubgraphSdl } from '../../src/gateway/compose.js';
import type { CompositionError } from '../../src/gateway/composition-problems.js';

const link = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3"
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@interfaceObject"]
)
`;
const catalog = `${link}
type Query {
  article(id: ID!): Article
}
type Article @key(fields: "id") {
  id: ID!
  title: String!
}
`;

/** Composes the catalog, with what is added to it, and a partner's subgraph. */
function withPartner(partner: string, { more = '' } = {}) {
  return compose([
    { name: 'catalog', url: 'http://catalog.example/graphql', sdl: catalog + more },
    { name: 'partner', sdl: partner },
  ]);
}

function failure(subgraphs: readonly SubgraphSdl[]): CompositionError {
  try {
    compose(subgraphs);
  } catch (error) {
    return error as CompositionError;
  }
  throw new Error('They compose');
}

describe('subgraphs that fit together', () => {
  it('become a supergraph that the planner plans across them', () => {
    const { supergraph } = withPartner(
      `${link} type Article @key(fields: "id") { id: ID! comments: [String!] }`,
    );
    expect(supergraph).toContain('@join__graph(name: "catalog", url: "http://catalog.example/graphql")');
    expect(supergraph).toContain('@join__graph(name: "partner", url: "")');
    const { node } = new QueryPlanner(supergraph).plan(
      '{ article(id: 1) { title comments } }',
      undefined,
      new Set(),
      0,
    );
    expect(node).toMatchObject({
      kind: 'Sequence',
      nodes: [{ serviceName: 'catalog' }, { node: { serviceName: 'partner' } }],
    });
  });

  it('may be of Federation 1', () => {
    const { supergraph } = withPartner(
      'extend type Article @key(fields: "id") { id: ID! @external comments: [String!] }',
    );
    expect(supergraph).toContain('comments: [String!] @join__field(graph: PARTNER)');
  });

  it('are the same supergraph in any order', () => {
    const partner = {
      name: 'partner',
      sdl: `${link} type Article @key(fields: "id") { id: ID! likes: Int }`,
    };
    const own = { name: 'catalog', sdl: catalog };
    expect(compose([partner, own])).toEqual(compose([own, partner]));
  });
});

describe('subgraphs that do not fit together', () => {
  it('are told of every problem: what is wrong, where, and what to do', () => {
    const error = failure([
      { name: 'catalog', sdl: catalog },
      { name: 'partner', sdl: `${link}type Article @key(fields: "id") {\n  id: ID!\n  title: String!\n}` },
    ]);
    expect(error.message).toBe(
      `The subgraphs do not compose (one problem):

1. INVALID_FIELD_SHARING
   Non-shareable field "Article.title" is resolved from multiple subgraphs: it is resolved from subgraphs "catalog" and "partner" and defined as non-shareable in all of them
   Where: Article.title in catalog (line 11), partner (line 7)
   What to do: Where every subgraph gives the same answer, mark the field @shareable in all of them. Otherwise leave it to one: remove it from the others, or declare it there with @external if a @key, @requires or @provides uses it. To move it, add @override(from: "...") in its new subgraph.`,
    );
  });

  const article = (fields: string) => `${link}type Article @key(fields: "id") { id: ID! ${fields} }`;
  it.each([
    ['FIELD_TYPE_MISMATCH', article('title: Int @shareable'), '', ['Article.title', 'Int', 'String!']],
    ['TYPE_KIND_MISMATCH', `${link}interface Article { id: ID! }`, '', ['Article', 'Interface', 'Object']],
    [
      'SATISFIABILITY_ERROR',
      `${link}type Wire { desk: String }`,
      'type Wire { name: String } extend type Query { wire: Wire }',
      ['Wire.desk', '@key'],
    ],
    [
      'EXTERNAL_MISSING_ON_BASE',
      article('lede: String @external x: Int @requires(fields: "lede")'),
      '',
      ['Article.lede'],
    ],
    ['EXTERNAL_UNUSED', article('title: String! @external'), '', ['Article.title', '@external']],
    ['KEY_INVALID_FIELDS', article('').replace('"id"', '"slug"'), '', ['Article', 'slug']],
    ['REQUIRES_INVALID_FIELDS', article('x: Int @requires(fields: "lede")'), '', ['Article.x', 'lede']],
    [
      'PROVIDES_INVALID_FIELDS',
      `${article('')} type Query { x: Article @provides(fields: "lede") }`,
      '',
      ['Query.x', 'lede'],
    ],
    [
      'ENUM_VALUE_MISMATCH',
      `${link}enum Tone { GRAVE LIGHT }`,
      'enum Tone { GRAVE } extend type Query { tone(like: Tone): Tone }',
      ['Tone', 'LIGHT'],
    ],
    [
      'EMPTY_MERGED_INPUT_TYPE',
      `${link}input Filter { to: Int } extend type Query { x(f: Filter): Int }`,
      'input Filter { from: Int } extend type Query { y(f: Filter): Int }',
      ['Filter'],
    ],
    [
      'REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH',
      `${link}type Query { x(a: Int!): Int @shareable }`,
      'extend type Query { x: Int @shareable }',
      ['Query.x(a:)', 'catalog'],
    ],
    ['EXTENSION_WITH_NO_BASE', `${link}extend type Artcle { x: Int }`, '', ['Artcle']],
    [
      'INTERFACE_FIELD_NO_IMPLEM',
      `${link}interface Node { id: ID! x: Int }`,
      'interface Node { id: ID! } extend type Article implements Node',
      ['Node.x', 'Article', 'catalog'],
    ],
    ['OVERRIDE_FROM_SELF_ERROR', article('title: String! @override(from: "partner")'), '', ['Article.title']],
    ['UNKNOWN_FEDERATION_LINK_VERSION', link.replace('v2.3', 'v2.99'), '', ['v2.99']],
    ['INVALID_GRAPHQL', article('comments: [Comment]'), '', ['Comment']],
  ])('%s names the types, fields and subgraphs', (code, partner, more, words) => {
    const error = failure([
      { name: 'catalog', sdl: `${catalog}${more}` },
      { name: 'partner', sdl: partner },
    ]);
    const problem = error.problems.find((one) => one.code === code);
    expect(error.problems).toContainEqual(problem);
    const places = (problem?.places ?? []).map(({ subgraph }) => subgraph);
    expect(`${problem?.message} ${places}`).toContain('partner');
    for (const word of words) expect(problem?.message).toContain(word);
    expect(error.message).toContain(`${code}\n   ${problem?.message.split('\n')[0]}`);
  });

  it('shows the line of a schema that is not GraphQL', () => {
    const error = failure([
      { name: 'catalog', sdl: catalog },
      { name: 'partner', sdl: 'type Article {\n  id: ID!\n  comments: [Comment\n}\n' },
      { name: 'other', sdl: '' },
    ]);
    expect(error.problems).toMatchObject([
      { code: 'INVALID_GRAPHQL', places: [{ subgraph: 'partner', line: 4 }] },
      { code: 'INVALID_GRAPHQL', places: [{ subgraph: 'other', line: 1 }] },
    ]);
    expect(error.message).toContain(
      'subgraph "partner" is not GraphQL: Syntax Error: Expected "]", found "}"',
    );
    expect(error.message).toContain('partner:4:1\n   3 |   comments: [Comment\n   4 | }\n     | ^');
  });

  it('takes no operation for a schema', () => {
    const { message } = failure([{ name: 'partner', sdl: '{ article(id: 1) { id } }' }]);
    expect(message).toContain('An operation is no part of a schema');
  });

  it('names each subgraph once, in a way that routers know', () => {
    const { problems } = failure([
      { name: 'catalog', sdl: catalog },
      { name: 'catalog', sdl: catalog },
      { name: '2nd floor', sdl: catalog },
    ]);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['INVALID_SUBGRAPH_NAME', 'The subgraph "catalog" is there twice'],
      ['INVALID_SUBGRAPH_NAME', 'The subgraph "2nd floor" has a name that cannot be used'],
    ]);
  });

  it('is told once of what two rules find, with its line', () => {
    const unlinked = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])';
    const sdl = `${unlinked}\ntype Article @key(fields: "id") {\n  id: ID!\n  title: String! @shareable\n}`;
    const { problems } = failure([
      { name: 'catalog', sdl: catalog },
      { name: 'partner', sdl },
    ]);
    expect(problems).toMatchObject([
      { message: expect.stringContaining('add "@shareable" to the `import`'), places: [{ line: 4 }] },
    ]);
  });

  it('finds whose schema the composition library chokes on', () => {
    const choking = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost"])
      type Query { x: Int @cost }`;
    const { problems } = failure([
      { name: 'catalog', sdl: catalog },
      { name: 'partner', sdl: choking },
    ]);
    expect(problems).toMatchObject([
      { message: expect.stringMatching(/^\[partner] .*@cost/), places: [{ subgraph: 'partner' }] },
    ]);
  });
});
