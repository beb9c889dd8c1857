import { errors } from 'undici';
import { FetchFailure, type FetchFailureCode } from './fetch-failure.js';

/** By code of the error, what it is and how it is told. The first that fits counts. */
const kinds: [pattern: RegExp, code: FetchFailureCode, fact: string][] = [
  [/^(ENOTFOUND|ENODATA|EAI_NONAME)$/, 'NAME_NOT_FOUND', 'has no address in the domain name system'],
  [/^EAI_/, 'NAME_NOT_FOUND', 'could not be looked up in the domain name system'],
  [/^(UND_ERR_.*TIMEOUT|ETIMEDOUT)$/, 'TIMED_OUT', 'did not answer in time'],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, 'BAD_RESPONSE', 'sends headers without end'],
  [/^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/, 'BAD_RESPONSE', 'sends another length than it says'],
  [/^HPE_/, 'BAD_RESPONSE', 'does not answer in HTTP'],
  [/CERT|^ERR_(TLS|SSL)|^EPROTO$|SIGNATURE/, 'TLS_FAILED', 'has no valid TLS certificate'],
  [/^ECONNREFUSED$/, 'CONNECTION_FAILED', 'refuses connections'],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, 'CONNECTION_FAILED', 'cannot be reached from here'],
  [/^UND_ERR_(DESTROYED|CLOSED|ABORTED)$/, 'ABORTED', 'was not asked further, as the client was closed'],
];

/** What a connection, or reading from it, failed with, as a `FetchFailure`. */
export function connectionFailure(error: unknown, host: string): FetchFailure {
  if (error instanceof FetchFailure) return error;
  const cause = Object(error) as { code?: unknown; errors?: object[]; message?: string };
  const code = cause instanceof errors.HTTPParserError ? (cause.code ?? 'HPE_') : codeOf(cause);
  const [, kind, fact] = kinds.find(([pattern]) => pattern.test(code)) ?? [
    undefined,
    'CONNECTION_FAILED' as const,
    'broke the connection off',
  ];
  const detail = kind === 'TLS_FAILED' ? `: ${cause.message}` : '';
  return new FetchFailure(kind, `${host} ${fact}${detail}`, { cause: error });
}

/** Where several addresses were tried, that of the last. */
function codeOf({ code, errors: tried }: { code?: unknown; errors?: object[] }): string {
  const last = tried?.at(-1);
  return last ? codeOf(last) : String(code ?? '');
}
