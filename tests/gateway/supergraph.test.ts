import { buildASTSchema, isObjectType, print } from 'graphql';
import { readSupergraph, SupergraphError } from '../../src/gateway/supergraph.js';
import { supergraphOf } from '../support/federation.js';

const whole = supergraphOf({
  catalog: `
    type Query { found: [Found] item: Item tone: Tone secret: Secret @inaccessible }
    union Found = Book | Secret
    interface Item { id: ID! }
    type Book implements Item @key(fields: "id") { id: ID! cost: Int @inaccessible }
    type Secret implements Item @inaccessible { id: ID! }
    enum Tone { GRAVE HUSHED @inaccessible }
  `,
  'likes-of-readers': 'type Book @key(fields: "id") { id: ID! likes: Int }',
});

function problemOf(text: string): Error {
  try {
    readSupergraph(text);
  } catch (error) {
    return error as Error;
  }
  throw new Error('It is a supergraph');
}

describe('a supergraph', () => {
  it('names its subgraphs as plans and as its own text call them', () => {
    expect(whole.members).toEqual([
      { name: 'catalog', graph: 'CATALOG', url: '' },
      { name: 'likes-of-readers', graph: 'LIKES_OF_READERS', url: '' },
    ]);
    const moved = readSupergraph(whole.sdl.replace('url: ""', 'url: "http://127.0.0.1:4001/graphql"'));
    expect(moved.members.map(({ url }) => url)).toEqual(['http://127.0.0.1:4001/graphql', '']);
  });

  it('shows clients neither what is hidden nor how it was composed', () => {
    const shown = print(whole.publicDocument);
    expect(shown).not.toMatch(/join__|link__|core__|inaccessible|Secret|secret|cost|HUSHED/);
    const schema = buildASTSchema(whole.publicDocument);
    const book = schema.getType('Book');
    expect(isObjectType(book) && Object.keys(book.getFields()).sort()).toEqual(['id', 'likes']);
  });

  it('has all types for those who plan', () => {
    expect(whole.schema.getType('Secret')).toBeDefined();
    expect(whole.schema.getQueryType()?.getFields()).toHaveProperty('secret');
  });
});

describe('a text that is no supergraph', () => {
  it.each<[what: string, text: string, message: RegExp]>([
    ['no GraphQL', 'What is this?', /^The supergraph is not GraphQL: Syntax Error: .+ \(line 1, column 1\)$/],
    ['cut off', `${whole.sdl}\ntype Rest {`, /^The supergraph is not GraphQL: .+ \(line \d+, column \d+\)$/],
    ['empty', '', /^The supergraph is not GraphQL: /],
    [
      'an operation',
      '{ article { id } }',
      /^This is no supergraph: it names no subgraphs .+ "broadsheet compose"$/,
    ],
    ['a plain schema', 'type Query { x: Int }', /^This is no supergraph: /],
    ['a subgraph', 'extend schema @link(url: "x") type Query { x: Int }', /^This is no supergraph: /],
    ['one of no subgraphs', 'scalar join__Graph type Query { x: Int }', /^This is no supergraph: /],
    [
      'one with a type that is not there',
      `${whole.sdl}\nextend type Book { more: More }`,
      /^The supergraph is not whole: .*More/,
    ],
  ])('is told apart: %s', (_what, text, message) => {
    const problem = problemOf(text);
    expect(problem).toBeInstanceOf(SupergraphError);
    expect(problem.message).toMatch(message);
  });
});
