import { createRequire } from 'node:module';
import type { ApolloServerPlugin } from '@apollo/server';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import {
  type ASTVisitor,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
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
  const estimate = rememberCosts((operation) => estimateCost(schema, operation));
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, request: { variables, operationName } }) {
          const estimated = estimate({
            query: document,
            variables: variables ?? {},
            ...(operationName ? { operationName } : {}),
          });
          if (estimated > cost) {
            throw refusal(
              'OPERATION_TOO_LARGE',
              `The operation may return about ${estimated} fields, more than the ${cost} allowed; ask for shorter lists (MAX_COST on the server)`,
            );
          }
        },
      };
    },
  };
}

/** Most costs that are remembered of one document. */
const mostRemembered = 100;

/**
 * Weighing an operation takes a good part of the time that a page takes, so it is done once for a document and the
 * variables that matter: what a text says changes no cost. Operations with lists and objects are weighed each time.
 */
function rememberCosts(estimate: (operation: Operation) => number): (operation: Operation) => number {
  const known = new WeakMap<DocumentNode, LRUCache<string, number>>();
  return (operation) => {
    const { query, operationName, variables = {} } = operation;
    if (Object.values(variables).some((value) => typeof value === 'object' && value !== null))
      return estimate(operation);
    const given = Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? '' : value,
    ]);
    const key = JSON.stringify([operationName, given]);
    const costs = known.get(query) ?? new LRUCache({ max: mostRemembered });
    known.set(query, costs);
    const before = costs.get(key);
    if (before !== undefined) return before;
    const cost = estimate(operation);
    // Wrong variables cost nothing, for they are refused; right ones that look like them do.
    if (cost > 0) costs.set(key, cost);
    return cost;
  };
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
