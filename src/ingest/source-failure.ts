import { FetchFailure, type FetchFailureCode } from '../http/fetch-failure.js';

/** What can be wrong with a source beside its network, and what to try. */
export const sourceFailures = {
  NO_FEED: 'give the source a feed, or a rule that selects the listings of its front page',
  NOT_A_FEED: 'look for the address of a feed on the page',
  UNREADABLE_FEED: 'tell the publisher: a feed reader should open it',
  NO_LISTINGS: 'try the rule with "broadsheet source rules": the selector of its listings finds no links',
  GONE: 'the publisher has taken it down for good; look for its successor, then resume the source',
  INTERNAL: 'it is a fault of ours, and the cause is in the log; try again later',
} as const;
type OwnCode = keyof typeof sourceFailures;
export type SourceFailureCode = OwnCode | FetchFailureCode;

/** A source that could not be read. `message` says what happened, `advice` what to try. */
export class SourceFailure extends Error {
  override readonly name = 'SourceFailure';
  readonly advice: string;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Milliseconds before which the server does not want to be asked again. */
  readonly retryAt: number | undefined;

  constructor(
    readonly code: SourceFailureCode,
    message: string,
    options: {
      advice?: string | undefined;
      status?: number | undefined;
      retryAt?: number | undefined;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.advice = options.advice ?? sourceFailures[code as OwnCode];
    this.status = options.status;
    this.retryAt = options.retryAt;
  }
}

/** Any error of a run as a failure of its source; one that is not foreseen is a fault of ours. */
export function asSourceFailure(error: unknown): SourceFailure {
  if (error instanceof SourceFailure) return error;
  if (error instanceof FetchFailure) {
    const { code, message, advice, status, retryAt } = error;
    if (status === 410) return new SourceFailure('GONE', message, { status, cause: error });
    return new SourceFailure(code, message, { advice, status, retryAt, cause: error });
  }
  return new SourceFailure('INTERNAL', 'Something unforeseen went wrong', { cause: error });
}
