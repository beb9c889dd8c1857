import { createRequire } from 'node:module';
import type { ApolloServerPlugin } from '@apollo/server';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type ValidationRule,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { CatalogedError } from '../errors.js';
import { withStatus } from './graphql-over-http.js';

/** Required, not imported: its ESM build brings a second instance of graphql, which refuses our schema. */
const { fieldExtensionsEstimator, getComplexity, simpleEstimator } = createRequire(import.meta.url)(
  'graphql-query-complexity',
) as typeof import('graphql-query-complexity');

type Operation = Pick<Parameters<typeof getComplexity>[0], 'query' | 'variables' | 'operationName'>;

/** Most fields and fragments that are weighed: a fragment counts wherever it is spread, so few tokens can be many. */
const mostNodes = 10_000;

function refusal(
  code: 'OPERATION_TOO_LARGE' | 'BAD_USER_INPUT',
  message: string,
  argument?: string,
): GraphQLError {
  const error = new CatalogedError(code, message, argument ? { argument } : {});
  return withStatus(error, error.httpStatus);
}

/** Refuses documents that nest deeper than `depth` fields. Introspection is not counted. */
export function depthLimit(depth: number): ValidationRule {
  const message = `The operation is nested deeper than ${depth} fields; ask for less at once (MAX_DEPTH on the server)`;
  const rule = maxDepthRule({
    n: depth,
    flattenFragments: true,
    propagateOnRejection: false, // It would throw out of the validation.
    onReject: [(context) => context?.reportError(refusal('OPERATION_TOO_LARGE', message))],
  });
  return (context) => rule(context) as unknown as ASTVisitor;
}

/**
 * Refuses operations that may cost more than `cost`: a field costs 1, a list what its items cost as often as it
 * may hold them (resolvers/cost.ts).
 */
export function costLimit(schema: GraphQLSchema, cost: number): ApolloServerPlugin {
  const known = new WeakMap<DocumentNode, LRUCache<string, number>>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request: { variables = {}, operationName } }) {
          const estimates = known.get(document) ?? new LRUCache<string, number>({ max: mostEstimates });
          known.set(document, estimates);
          const key = `${operationName ?? ''} ${JSON.stringify(sizesIn(operation, variables))}`;
          const estimate =
            estimates.get(key) ??
            estimateCost(schema, {
              query: document,
              variables,
              ...(operationName ? { operationName } : {}),
            });
          estimates.set(key, estimate);
          if (estimate > cost) {
            throw refusal(
              'OPERATION_TOO_LARGE',
              `The operation may return about ${estimate} fields, more than the ${cost} allowed; ask for shorter lists (MAX_COST on the server)`,
            );
          }
        },
      };
    },
  };
}

/** How many estimates are kept for a document: one for each length of lists that it is asked for with. */
const mostEstimates = 100;

/** The variables that the cost may hang on: a page asked for by another name costs the same. */
function sizesIn(
  operation: OperationDefinitionNode | undefined,
  variables: Readonly<Record<string, unknown>>,
): unknown[] {
  return (operation?.variableDefinitions ?? []).flatMap(({ type, variable }) => {
    const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    const isText = named.kind === Kind.NAMED_TYPE && /^(String|ID)$/.test(named.name.value);
    return isText ? [] : [variables[variable.name.value] ?? null];
  });
}

const estimators = [fieldExtensionsEstimator(), simpleEstimator({ defaultComplexity: 1 })];

function estimateCost(schema: GraphQLSchema, operation: Operation): number {
  try {
    return getComplexity({ schema, estimators, maxQueryNodes: mostNodes, ...operation });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const [node] = error.nodes ?? [];
    // Execution refuses wrong variables, naming all of them.
    if (node?.kind === Kind.VARIABLE_DEFINITION) return 0;
    if (node) throw refusal('BAD_USER_INPUT', error.message, /^Argument "([^"]+)"/.exec(error.message)?.[1]);
    throw refusal(
      'OPERATION_TOO_LARGE',
      `The operation asks for more than ${mostNodes} fields, its fragments counted wherever they are spread; ask for less at once`,
    );
  }
}
