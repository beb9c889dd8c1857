import { type ApolloServerPlugin, type GraphQLResponse, HeaderMap } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Viewer } from '../context.js';
import type { Engine, EngineAnswer } from '../gateway/engine.js';

/** What every request carries that a subgraph may be asked for. */
export interface ClientContext {
  viewer: Viewer;
}

type FormatError = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;

/**
 * Answers operations that need more than the subgraph in this process; all others go on as if there were none. What
 * Apollo Server does around execution (formatting errors, 400 for wrong variables) it leaves out for such answers, so
 * it is done here.
 */
export function federatedExecution<Context extends ClientContext>(
  engine: Engine<Context>,
  formatError: FormatError,
): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async responseForOperation({ document, operation, request, contextValue }) {
          // Which operation is meant may be unknown still, whatever the type says: Apollo Server refuses it next.
          if (!operation || engine.isLocal(document, operation)) return null;
          const headers = new Map(request.http?.headers ?? []);
          // Whoever came before us in the list may be the client's own invention.
          if (contextValue.viewer.address) headers.set('x-forwarded-for', contextValue.viewer.address);
          const answer = await engine
            .execute({
              document,
              operation,
              variables: request.variables ?? {},
              headers,
              context: contextValue,
            })
            .catch((error: Error) => ({
              data: null,
              errors: [new GraphQLError(error.message, { originalError: error })],
            }));
          return responseOf(answer, formatError);
        },
      };
    },
  };
}

function responseOf({ data, errors }: EngineAnswer, formatError: FormatError): GraphQLResponse {
  const code = data === undefined ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
  const formatted = errors.map((error) =>
    formatError({ ...error.toJSON(), extensions: { code, ...error.extensions } }, error),
  );
  return {
    http: { status: data === undefined ? 400 : undefined, headers: new HeaderMap() },
    body: {
      kind: 'single',
      singleResult: {
        ...(formatted.length > 0 ? { errors: formatted } : {}),
        ...(data === undefined ? {} : { data }),
      },
    },
  };
}
