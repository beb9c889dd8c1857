import { GraphQLError, type ValidationRule } from 'graphql';

/**
 * Refuses an operation of a kind that the schema does not offer, as graphql-js 17 will by itself, and subscriptions:
 * a supergraph may have them, but one answer to one request is no stream.
 */
export const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (node.operation !== 'subscription' && context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`This API has no ${node.operation}s`, { nodes: node }));
  },
});
