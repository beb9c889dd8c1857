import { createSchema, createYoga } from 'graphql-yoga';

/** What every federation subgraph has beside its own schema: https://www.apollographql.com/docs/federation/subgraph-spec */
const machinery = (entities) => `
  scalar _Any
  union _Entity = ${entities.join(' | ')}
  type _Service { sdl: String! }
  type Query {
    _service: _Service!
    _entities(representations: [_Any!]!): [_Entity]!
  }
  directive @link(url: String!, import: [String!]) repeatable on SCHEMA
  directive @key(fields: String!) repeatable on OBJECT
`;

/**
 * A GraphQL server for one federation subgraph.
 *
 * @param {object} options
 * @param {string} options.endpoint - its path, such as `/comments`
 * @param {string} options.sdl - what it adds to the graph
 * @param {string[]} options.entities - its types with a `@key`
 * @param {object} options.resolvers - of its types, by name
 * @param {() => object} options.context - what the resolvers of one request share
 */
export function createSubgraph({ endpoint, sdl, entities, resolvers, context }) {
  const schema = createSchema({
    typeDefs: [sdl, machinery(entities)],
    resolvers: {
      ...resolvers,
      Query: {
        _service: () => ({ sdl }),
        // A representation is `{__typename, ...key}`: all that the resolvers of its fields need.
        _entities: (_root, { representations }) => representations,
      },
    },
  });
  return createYoga({ graphqlEndpoint: endpoint, schema, context, graphiql: false, landingPage: false });
}
