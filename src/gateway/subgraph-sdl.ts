import { request } from 'undici';
import { z } from 'zod';
import { redacted } from '../config.js';
import { isWebAddress } from '../url.js';

export interface FetchSdlOptions {
  /** Sent as `Router-Authorization: Bearer SECRET`. */
  secret?: string | undefined;
  /** Bound on the whole request. */
  timeoutMs?: number | undefined;
  /** Largest answer that is read. */
  maxBytes?: number | undefined;
  /** Gives up when aborted. */
  signal?: AbortSignal | undefined;
}

/** A subgraph did not give its schema. The message is for operators: it names the address, but no secret or password. */
export class SdlError extends Error {
  override readonly name = 'SdlError';
}

interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
}

const body = JSON.stringify({ query: '{ _service { sdl } }' });
const sdlAnswer = z.object({ data: z.object({ _service: z.object({ sdl: z.string().regex(/\S/) }) }) });
const failedAnswer = z.object({ errors: z.array(z.object({ message: z.string() })).min(1) });
const emptyAnswer = z.object({ data: z.object({}).nullable() });

/**
 * Asks a subgraph for its schema, as Apollo Federation has it: `{ _service { sdl } }`. Redirects are not followed: the
 * secret would go with them.
 *
 * @throws SdlError that says what failed
 */
export async function fetchSdl(url: string, options: FetchSdlOptions = {}): Promise<string> {
  const address = redacted(url);
  if (!isWebAddress(url)) throw new SdlError(`${address} is not an http or https URL`);
  try {
    return sdlIn(await ask(url, options), options.secret !== undefined);
  } catch (error) {
    throw new SdlError(`${address} ${reason(error as NodeJS.ErrnoException)}`, { cause: error });
  }
}

async function ask(url: string, options: FetchSdlOptions): Promise<HttpAnswer> {
  const { secret, timeoutMs = 5_000, maxBytes = 10_000_000, signal } = options;
  // Not AbortSignal.any: some releases of Node.js 20 lose its timeouts to the garbage collector.
  const ending = new AbortController();
  const giveUp = () => ending.abort(new SdlError('was not waited for'));
  const timer = setTimeout(
    () => ending.abort(new SdlError(`did not answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  signal?.addEventListener('abort', giveUp);
  if (signal?.aborted) giveUp();
  try {
    const response = await request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(secret === undefined ? {} : { 'router-authorization': `Bearer ${secret}` }),
      },
      body,
      signal: ending.signal,
      reset: true, // It is asked too rarely to keep a connection.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const { statusCode: status, headers } = response;
    return { status, headers, text: await textOf(response.body, maxBytes) };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', giveUp);
  }
}

async function textOf(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) throw new SdlError(`answers with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function sdlIn({ status, headers, text }: HttpAnswer, sentSecret: boolean): string {
  if (status === 401 || status === 403) {
    const hint = sentSecret ? 'does it know the secret?' : 'no secret was sent';
    throw new SdlError(`does not let us in (HTTP ${status}): ${hint}`);
  }
  if (status >= 300 && status < 400) {
    throw new SdlError(
      `redirects (HTTP ${status}) to ${redacted(quoted(headers.location))}: use that address`,
    );
  }
  const json = parsedJson(text);
  const { data: answer } = sdlAnswer.safeParse(json);
  if (answer) return answer.data._service.sdl;
  const { data: failed } = failedAnswer.safeParse(json);
  const messages = quoted(failed?.errors.map(({ message }) => message).join('; '));
  if (failed ? /\b_service\b/i.test(messages) : emptyAnswer.safeParse(json).success) {
    throw new SdlError(`is not a federation subgraph: it has no { _service { sdl } } (HTTP ${status})`);
  }
  if (failed) throw new SdlError(`answers with errors (HTTP ${status}): ${messages}`);
  const type = quoted(headers['content-type'] ?? 'nothing');
  throw new SdlError(`answers with ${type} that is not GraphQL (HTTP ${status}): is the path right?`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a foreign server says, fit for one line of a terminal or log. */
function quoted(text: string | string[] | undefined): string {
  const line = String(text ?? '').replace(/\p{Cc}+/gu, ' ');
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

function reason(error: NodeJS.ErrnoException): string {
  return error instanceof SdlError ? error.message : `cannot be reached (${error.message || error.code})`;
}
