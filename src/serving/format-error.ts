import { randomUUID } from 'node:crypto';
import {
  GraphQLError,
  type GraphQLFormattedError,
  isValueNode,
  Kind,
  TokenKind,
  type ValueNode,
} from 'graphql';
import { CatalogedError } from '../errors.js';
import { SubgraphFailure } from '../gateway/subgraph.js';
import { RelayedError } from '../gateway/subgraph-errors.js';

/** Codes of Apollo Server that say what the caller did wrong; their messages are made for the caller. */
const callersFault = new Set([
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'OPERATION_TOO_LARGE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'UNAUTHENTICATED',
]);

export interface MaskOptions {
  /** Whether an error says that something is away that will be back. */
  isUnavailable(error: unknown): boolean;
  /** Told of every error whose cause is hidden from the caller, with the id that the caller gets to see. */
  onHidden(errorId: string, cause: unknown): void;
}

/** What the caller gets to see of an error that is none of theirs. */
export interface MaskedError {
  code: 'SERVICE_UNAVAILABLE' | 'INTERNAL_SERVER_ERROR';
  message: string;
  /** The same as in the log beside the cause. */
  errorId: string;
}

export type Mask = (cause: unknown) => MaskedError;

/** Hides the cause of an error from the caller under an id that is also in the log. */
export function maskErrors({ isUnavailable, onHidden }: MaskOptions): Mask {
  return (cause) => {
    const errorId = randomUUID();
    onHidden(errorId, cause);
    return isUnavailable(cause)
      ? {
          code: 'SERVICE_UNAVAILABLE',
          message: `The database cannot be reached just now; try again in a moment (error ${errorId})`,
          errorId,
        }
      : {
          code: 'INTERNAL_SERVER_ERROR',
          message: `Something went wrong on our side; quote error ${errorId} to the operator`,
          errorId,
        };
  };
}

/**
 * The one place where an error becomes part of a GraphQL answer: catalogued ones as they are, those of subgraphs with
 * the subgraph's name, the caller's own mistakes as graphql-js words them, everything else masked.
 */
export function formatErrors(mask: Mask, onSubgraphFailure: (failure: SubgraphFailure) => void) {
  const told = new WeakSet<SubgraphFailure>();
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = causeOf(error);
    if (cause instanceof SubgraphFailure || cause instanceof RelayedError) {
      if (cause instanceof SubgraphFailure && !told.has(cause)) onSubgraphFailure(cause);
      if (cause instanceof SubgraphFailure) told.add(cause);
      return { ...formatted, message: cause.message, extensions: extensionsOf(cause) };
    }
    if (cause instanceof CatalogedError) {
      const { code, argument } = cause;
      return {
        ...formatted,
        message: cause.message,
        extensions: { code, ...(argument ? { argument } : {}) },
      };
    }
    const code = String(formatted.extensions?.code);
    if (callersFault.has(code)) return worded(formatted, code, error);
    const { message, ...extensions } = mask(cause);
    return { ...formatted, message, extensions };
  };
}

function extensionsOf(cause: SubgraphFailure | RelayedError): Record<string, unknown> {
  const { code, subgraph } = cause;
  const argument = cause instanceof RelayedError ? cause.argument : undefined;
  return { code, subgraph, ...(argument ? { argument } : {}) };
}

/** What was thrown, out of what GraphQL and Apollo Server have wrapped it in. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error;
}

function worded(formatted: GraphQLFormattedError, code: string, error: unknown): GraphQLFormattedError {
  const { stacktrace, ...extensions } = formatted.extensions ?? {};
  if (code === 'GRAPHQL_PARSE_FAILED' && /more that? \d+ tokens/.test(formatted.message)) {
    return {
      ...formatted,
      message: `${formatted.message} Ask for less at once (MAX_TOKENS on the server)`,
      extensions: { code: 'OPERATION_TOO_LARGE' },
    };
  }
  // What graphql-js says when fields of one place are too many to be compared with one another.
  if (formatted.message === 'Validation aborted.') {
    return {
      message: 'The operation selects too many fields in one place; ask for less at once',
      extensions: { code: 'OPERATION_TOO_LARGE' },
    };
  }
  const node = error instanceof GraphQLError ? error.nodes?.[0] : undefined;
  if (node?.kind === Kind.VARIABLE_DEFINITION && code === 'BAD_USER_INPUT') {
    const [, path] = / at "([^"]+)"; /.exec(formatted.message) ?? [];
    return { ...formatted, extensions: { code, argument: path ?? node.variable.name.value } };
  }
  const argument = node && isValueNode(node) && node.kind !== Kind.VARIABLE ? argumentOf(node) : undefined;
  if (argument === undefined) return { ...formatted, extensions: { ...extensions, code } };
  return {
    ...formatted,
    message: `Argument "${argument}" is wrong: ${formatted.message.replace(/^Expected/, 'expected')}`,
    extensions: { code: 'BAD_USER_INPUT', argument },
  };
}

/**
 * Where a literal stands: `filter.publishedFrom` for the text in `articles(filter: {publishedFrom: "x"})`. Read
 * backwards from the literal: a name counts when the bracket that it opens is still open.
 */
function argumentOf(literal: ValueNode): string | undefined {
  const names: string[] = [];
  let closed = 0;
  let sought = true;
  for (let token = literal.loc?.startToken.prev; token; token = token.prev) {
    if (isClosing(token.kind)) closed += 1;
    else if (closed > 0) closed -= isOpening(token.kind) ? 1 : 0;
    else if (token.kind === TokenKind.PAREN_L) break;
    else if (isOpening(token.kind)) sought = true;
    else if (sought && token.kind === TokenKind.COLON) {
      names.unshift(token.prev?.value ?? '');
      sought = false;
    }
  }
  return names.join('.') || undefined;
}

function isOpening(kind: TokenKind): boolean {
  return kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L;
}

function isClosing(kind: TokenKind): boolean {
  return kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R;
}
