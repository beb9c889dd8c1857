import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { GraphQLError } from 'graphql';

/**
 * Answers a well-formed request with 200, errors or not, where the client accepts only `application/json`: the
 * GraphQL over HTTP specification (section 6.4.1) leaves the other statuses to what stands between there, and wants
 * real ones under `application/graphql-response+json`. An ill-formed request, one without a query say, gets 400
 * either way.
 */
export const legacyStatus: ApolloServerPlugin<BaseContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { http, body }, request, errors }) {
        if (http.status !== 400 || body.kind !== 'single') return;
        if (errors?.some(({ extensions }) => extensions.code === 'BAD_REQUEST')) return;
        const accept = request.http?.headers.get('accept') ?? '';
        if (accept.includes('application/graphql-response+json')) return;
        if (/application\/json|\*\/\*|^$/.test(accept)) http.status = 200;
      },
    };
  },
};

/** The error as Apollo Server answers it with an HTTP status, where it ends the whole request. */
export function withStatus(originalError: Error, status: number): GraphQLError {
  return new GraphQLError(originalError.message, { originalError, extensions: { http: { status } } });
}
