import { GraphQLError, type ValidationRule } from 'graphql';

/** Refuses an operation of a kind that the schema does not offer, as graphql-js 17 will by itself. */
export const knownOperationTypes: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`This API has no ${node.operation}s`, { nodes: node }));
  },
});
