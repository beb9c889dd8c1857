import { execute, type GraphQLSchema } from 'graphql';
import type { Subgraph } from './subgraph.js';

/** A subgraph in this process: its resolvers are called without HTTP, in the context of the client's request. */
export function localSubgraph<Context>(name: string, schema: GraphQLSchema): Subgraph<Context> {
  return {
    name,
    async execute({ document, variables }, contextValue) {
      return execute({ schema, document, variableValues: variables, contextValue });
    },
    async close() {},
  };
}
