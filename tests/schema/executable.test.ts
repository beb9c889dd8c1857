import {
  GraphQLEnumType,
  GraphQLInputObjectType,
  GraphQLInterfaceType,
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  GraphQLUnionType,
  graphql,
  parse,
  printSchema,
} from 'graphql';
import { buildApi } from '../../schema/api.js';
import { withResolvers } from '../../schema/executable.js';

describe('withResolvers', () => {
  it('takes fields, scalars, abstract types and costs from the other schema, and leaves the rest alone', async () => {
    const schema = withResolvers(
      parse(`
        scalar DateTime
        interface Node { id: ID! }
        type Source implements Node @key(fields: "id") { id: ID!, name: String!, motto: String }
        type Query { node(id: ID!): Node, sources(first: Int): [Source], now: DateTime, added: String }
      `),
      await buildApi(),
    );
    const { node, sources } = schema.getQueryType()?.getFields() ?? {};
    expect(sources?.extensions.complexity).toEqual(expect.any(Function));
    expect(
      await graphql({
        schema,
        source: '{ node(id: "U291cmNlOjE") { id ... on Source { name motto } } now added }',
        rootValue: { now: 0, added: 'here' },
        contextValue: {
          loaders: { source: { load: async (id: number) => ({ __typename: 'Source', id, name: 'A' }) } },
        },
      }),
    ).toEqual({
      data: {
        node: { id: 'U291cmNlOjE', name: 'A', motto: null },
        now: '1970-01-01T00:00:00.000Z',
        added: 'here',
      },
    });
    expect(node?.resolve).toEqual(expect.any(Function));
  });

  it('takes the values that enums and defaults stand for', async () => {
    const size = new GraphQLEnumType({ name: 'Size', values: { SMALL: { value: 1 }, LARGE: { value: 2 } } });
    const frame = new GraphQLInputObjectType({
      name: 'Frame',
      fields: { size: { type: size, defaultValue: 2 } },
    });
    const from = new GraphQLSchema({
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          shown: {
            type: GraphQLString,
            args: { size: { type: size, defaultValue: 2 }, frame: { type: frame } },
            resolve: (_root, given) => JSON.stringify(given),
          },
          default: { type: size, resolve: () => 1 },
        },
      }),
    });
    const schema = withResolvers(
      parse(`enum Size { SMALL LARGE }
        input Frame { size: Size = LARGE }
        type Query { shown(size: Size = LARGE, frame: Frame): String, default: Size }`),
      from,
    );
    expect(
      await graphql({ schema, source: '{ shown other: shown(size: SMALL, frame: {}) default }' }),
    ).toEqual({
      data: { shown: '{"size":2}', other: '{"size":1,"frame":{"size":2}}', default: 'SMALL' },
    });
  });

  it('tells types apart as the other schema does', async () => {
    const fields = { name: { type: GraphQLString } };
    const animal = new GraphQLInterfaceType({ name: 'Animal', fields, resolveType: ({ kind }) => kind });
    const dog = new GraphQLObjectType({ name: 'Dog', interfaces: [animal], fields });
    const cat = new GraphQLObjectType({
      name: 'Cat',
      interfaces: [animal],
      fields,
      isTypeOf: ({ kind }) => kind === 'Cat',
    });
    const pet = new GraphQLUnionType({ name: 'Pet', types: [cat] });
    const resolve = (kind: string) => () => ({ kind, name: 'Tom' });
    const from = new GraphQLSchema({
      types: [dog],
      query: new GraphQLObjectType({
        name: 'Query',
        fields: {
          animal: { type: animal, resolve: resolve('Dog') },
          pet: { type: pet, resolve: resolve('Cat') },
        },
      }),
    });
    const schema = withResolvers(parse(printSchema(from)), from);
    const source = '{ animal { __typename name } pet { __typename } }';
    expect(await graphql({ schema, source })).toEqual({
      data: { animal: { __typename: 'Dog', name: 'Tom' }, pet: { __typename: 'Cat' } },
    });
  });
});
