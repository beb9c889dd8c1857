/** What can go wrong on the way out, and what an operator may try. Shown as `CODE: message; advice`. */
export const fetchFailures = {
  BAD_ADDRESS: 'check the address: it must be absolute, http or https, without user name or password',
  ADDRESS_REFUSED:
    'the address is private, local or reserved; if it is yours and may be read, name its network in ALLOWED_NETWORKS',
  NAME_NOT_FOUND: 'check the spelling of the host, and whether this machine can look names up',
  CONNECTION_FAILED: 'the server cannot be reached or broke the connection off; try again later',
  TLS_FAILED:
    'its certificate is wrong or expired; tell the publisher, or use its http address where it has one',
  TIMED_OUT: 'the server is too slow; try again later',
  TOO_LARGE:
    'the document is larger than what is read of one; check that the address is a feed or an article',
  TOO_MANY_REDIRECTS:
    'the address leads in a circle; open it in a browser and use the address that it ends at',
  BAD_RESPONSE: 'the answer is no valid HTTP, or cannot be decompressed; try again later',
  REFUSED_BY_ROBOTS: "the publisher's robots.txt forbids it; ask for permission, or for another address",
  STATUS: 'the server answered with an error; open the address in a browser to see whether it has moved',
  RATE_LIMITED: 'the server asks to be left alone; try again when that time is over',
  ABORTED: 'it was stopped here',
} as const;
export type FetchFailureCode = keyof typeof fetchFailures;

/** A document that could not be had. `message` says what happened, `advice` what to try. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Milliseconds since the epoch before which the server does not want to be asked again. */
  readonly retryAt: number | undefined;

  constructor(
    readonly code: FetchFailureCode,
    message: string,
    {
      status,
      retryAt,
      cause,
    }: { status?: number | undefined; retryAt?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.status = status;
    this.retryAt = retryAt;
  }

  get advice(): string {
    return fetchFailures[this.code];
  }
}
