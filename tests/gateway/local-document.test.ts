import { buildASTSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { localDocument } from '../../src/gateway/local-document.js';
import { supergraphOf } from '../support/federation.js';

const sdls = {
  own: `
    type Query {
      article: Article
      named: Named
      noted: Noted
      nodes: [Node]
      found: [Found!]
      tone: Tone
      stub: Stub
      both: Int @shareable
      gone: Int
      asked(tone: Tone, more: More): Int
    }
    type Mutation { publish: Article }
    interface Named { name: String }
    interface Noted { note: String name: String }
    interface Node @key(fields: "id") { id: ID! label: String }
    type Article implements Named & Noted @key(fields: "id") {
      id: ID!
      name: String
      note: String
      size: Size @shareable
      moved: Int
      moving: Int
      secret: Int @inaccessible
      weight: Int @external
      postage: Int @requires(fields: "weight")
    }
    type Size @shareable { width: Int }
    type Page implements Node @key(fields: "id") { id: ID! label: String }
    type Draft @inaccessible { text: String }
    type Stub @key(fields: "id") { id: ID! }
    union Found = Article | Page | Draft
    enum Tone { GRAVE LIGHT HUSHED @inaccessible }
    input More { tone: Tone }
  `,
  other: `
    type Query { other: Other rated: [Node] both: Int @shareable gone: Int @override(from: "own") tone2: Tone2 }
    type Mutation { like: Int }
    type Other @key(fields: "id") { id: ID! x: Int }
    union Found = Other
    interface Named { name: String }
    type Node @interfaceObject @key(fields: "id") { id: ID! likes: Int }
    type Stub @key(fields: "id") { id: ID! more: Int }
    type Size @shareable { width: Int depth: Int }
    enum Tone2 { LOUD }
    type Article implements Named @key(fields: "id") {
      id: ID!
      name: String @external
      note: String @override(from: "own")
      moved: Int @override(from: "own")
      moving: Int @override(from: "own", label: "percent(5)")
      weight: Int
      size: Size @shareable
      comments: [String] @requires(fields: "name")
    }
  `,
};

let own: GraphQLSchema;
let other: GraphQLSchema;
beforeAll(() => {
  const supergraph = supergraphOf(sdls);
  own = buildASTSchema(localDocument(supergraph, 'own'), { assumeValidSDL: true });
  other = buildASTSchema(localDocument(supergraph, 'other'), { assumeValidSDL: true });
});

const isValid = (schema: GraphQLSchema, query: string) => validate(schema, parse(query)).length === 0;

describe('an operation is local', () => {
  it.each([
    ['that asks for its own fields', '{ article { id name size { width } } }'],
    ['that asks for a field others have as well', '{ both }'],
    [
      'that asks for what an interface shows of its own',
      '{ named { name __typename ... on Article { id } } }',
    ],
    ['that asks for an entity interface', '{ nodes { id label } }'],
    ['that asks for members of a union that it knows', '{ found { __typename ... on Page { label } } }'],
    ['that asks for a key alone of what is another’s', '{ stub { id } }'],
    ['that asks for an enum', '{ tone asked(tone: LIGHT, more: { tone: GRAVE }) }'],
    ['that changes something', 'mutation { publish { name } }'],
  ])('%s', (_what, query) => {
    expect(isValid(own, query)).toBe(true);
  });
});

describe('an operation is not local', () => {
  it.each([
    ['that asks for a root field of another', '{ other { id } }'],
    ['that asks for one that another has taken over', '{ gone }'],
    ['that asks for a mutation of another', 'mutation { like }'],
    ['that asks for a field of another', '{ article { comments } }'],
    ['that asks for one that another has taken over', '{ article { moved } }'],
    ['that asks for one that another takes over in part', '{ article { moving } }'],
    ['that asks for one that requires something of another', '{ article { postage } }'],
    ['that asks for one that another gives it', '{ article { weight } }'],
    ['that asks for a field of a value that it does not know', '{ article { size { depth } } }'],
    ['that asks for what another adds to an interface', '{ nodes { likes } }'],
    ['that asks for it of an object', '{ nodes { ... on Page { likes } } }'],
    ['that asks an interface for what another has taken over', '{ noted { note } }'],
    ['that asks for members of a union that it does not know', '{ found { ... on Other { x } } }'],
    ['that asks for more than the key of what is another’s', '{ stub { more } }'],
    ['that asks for an enum of another', '{ tone2 }'],
    ['that asks for a field that clients do not know', '{ article { secret } }'],
    ['that asks for a type that clients do not know', '{ found { ... on Draft { text } } }'],
    ['that gives a value that clients do not know', '{ asked(tone: HUSHED) }'],
  ])('%s', (_what, query) => {
    expect(isValid(own, query)).toBe(false);
  });
});

describe('the other side', () => {
  it.each([
    ['{ both gone other { id x } }', true],
    ['{ article { id } }', false],
    ['{ nodes { likes } }', false],
    ['{ rated { likes } }', false],
    ['mutation { like }', true],
    ['mutation { publish { id } }', false],
  ])('has its own local operations: %s: %s', (query, expected) => {
    expect(isValid(other, query)).toBe(expected);
  });
});

it('nothing is local to a subgraph that has no root field', () => {
  const supergraph = supergraphOf({
    ...sdls,
    likes: 'type Other @key(fields: "id") { id: ID! y: Int }',
  });
  const { definitions } = localDocument(supergraph, 'likes');
  expect(definitions.map((definition) => ('name' in definition ? definition.name?.value : ''))).not.toContain(
    'Query',
  );
});
