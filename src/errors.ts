/**
 * The catalogue of errors that a caller can meet: one code, one HTTP status, one meaning.
 * Codes that Apollo Server and the GraphQL community already use keep their names.
 */
export const errorCatalogue = {
  /** An argument, variable or field of an input is malformed or out of range. */
  BAD_USER_INPUT: 400,
  /** No token, or one that is unknown, expired or revoked. */
  UNAUTHENTICATED: 401,
  /** The token is valid but may not do this. */
  FORBIDDEN: 403,
  /** There is no such entity. */
  NOT_FOUND: 404,
  /** The article was here and is withdrawn; its tombstone says why. */
  ARTICLE_WITHDRAWN: 410,
  /** The operation is larger, deeper or dearer than the server allows. */
  OPERATION_TOO_LARGE: 400,
  /** The database cannot be reached just now; the request may be tried again. */
  SERVICE_UNAVAILABLE: 503,
  /** A fault of ours. The cause is in the log under the error's id. */
  INTERNAL_SERVER_ERROR: 500,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error whose message may be shown to the caller. Everything else is masked at the edge. */
export class CatalogedError extends Error {
  readonly code: ErrorCode;
  /** The argument or input field at fault, as the caller spelled it: `first`, `filter.publishedFrom`. */
  readonly argument: string | undefined;

  constructor(code: ErrorCode, message: string, options: { argument?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'CatalogedError';
    this.code = code;
    this.argument = options.argument;
  }

  get httpStatus(): number {
    return errorCatalogue[this.code];
  }
}

/** A `BAD_USER_INPUT` error that names the argument and says what is expected of it. */
export function badInput(argument: string, expectation: string): CatalogedError {
  return new CatalogedError('BAD_USER_INPUT', `Argument "${argument}" ${expectation}`, { argument });
}
