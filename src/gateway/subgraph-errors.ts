import { getSystemErrorMap } from 'node:util';
import { GraphQLError } from 'graphql';
import { clientKey } from './alias.js';
import type { ResponsePath } from './flatten.js';
import { type SubgraphError, SubgraphFailure } from './subgraph.js';

/** What a subgraph said on purpose to the client, passed on in its own words. */
export class RelayedError extends Error {
  override readonly name = 'RelayedError';

  constructor(
    readonly code: string,
    readonly subgraph: string,
    message: string,
    /** The argument at fault, where a subgraph of ours names it. */
    readonly argument: string | undefined,
  ) {
    super(message);
  }
}

/** Codes of accidents: of servers, of subgraphs behind a subgraph, and of the operating system. */
const accidents = /^(INTERNAL|DOWNSTREAM|GRAPHQL|SUBGRAPH|EAI|ERR)_/;
const systemErrors = new Set(['ENOTFOUND', ...[...getSystemErrorMap().values()].map(([name]) => name)]);

/** Numbers of machines, which no message for readers has a use for. */
const address = /\b\d{1,3}(\.\d{1,3}){3}\b|\[[\da-f:.]*:[\da-f:.]*\]|\blocalhost\b/i;

/**
 * The cause to answer a client with, for an error in a subgraph's answer. One that carries a code of its own is meant
 * for the client and passed on; any other is an accident whose message may tell about the subgraph's inside, and is
 * kept for the log. What was thrown in this process stays as it is: it is dealt with at the edge.
 */
export function causeOf(error: SubgraphError, subgraph: string): Error {
  if (error.originalError) return error.originalError;
  const { code, argument } = error.extensions ?? {};
  if (typeof code === 'string' && !isAccident(code) && !address.test(error.message)) {
    return new RelayedError(
      code,
      subgraph,
      error.message,
      typeof argument === 'string' ? argument : undefined,
    );
  }
  return new SubgraphFailure('SUBGRAPH_ERROR', subgraph, `The subgraph "${subgraph}" could not answer this`, {
    cause: error,
  });
}

function isAccident(code: string): boolean {
  return accidents.test(code) || systemErrors.has(code);
}

/** An error at a place of the answer, as the client knows the place. */
export function errorAt(path: ResponsePath, cause: Error): GraphQLError {
  return new GraphQLError(cause.message, {
    ...(path.length > 0 ? { path: path.map((key) => (typeof key === 'string' ? clientKey(key) : key)) } : {}),
    originalError: cause,
  });
}
