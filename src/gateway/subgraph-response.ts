import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { type SubgraphAnswer, SubgraphFailure } from './subgraph.js';
import { failure, TransientFailure } from './subgraph-failure.js';

type Response = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** The body of any other type is not looked at. */
const jsonType = /^application\/(graphql-response\+)?json\s*(;|$)/i;

/** Statuses of a server that is likely to be back in a moment (RFC 9110, 15.6). */
const passing = new Set([502, 503, 504]);

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Where in the answer an error was, and what more is known of it, is left out where it is malformed. */
const errorsShape = z.array(
  z.object({
    message: z.string(),
    path: z
      .array(z.union([z.string(), z.int()]))
      .optional()
      .catch(undefined),
    extensions: z.record(z.string(), z.unknown()).optional().catch(undefined),
  }),
);

/**
 * The answer to an operation, out of the response to a POST (GraphQL over HTTP). Whether the status is good or bad, a
 * body that is a GraphQL response counts; but not with 401, 403, 429 or a redirect.
 *
 * @param maxBytes - the largest body that is read
 * @throws SubgraphFailure
 */
export async function readAnswer(
  subgraph: string,
  response: Response,
  maxBytes: number,
): Promise<SubgraphAnswer> {
  if (!mayCount(response)) {
    await response.body.dump();
    throw refusal(subgraph, response);
  }
  const body = await readBody(subgraph, response, maxBytes);
  try {
    return parseAnswer(body);
  } catch (error) {
    throw refusal(subgraph, response, error);
  }
}

function mayCount({ statusCode, headers }: Response): boolean {
  const isRedirect = statusCode >= 300 && statusCode < 400;
  return (
    !isRedirect && ![401, 403, 429].includes(statusCode) && jsonType.test(String(headers['content-type']))
  );
}

/** Why a response that has no answer in it has none. */
function refusal(subgraph: string, { statusCode, headers }: Response, problem?: unknown): SubgraphFailure {
  const cause = new Error(`HTTP ${statusCode}, ${headers['content-type'] ?? 'no content type'}`, {
    cause: problem,
  });
  if (statusCode === 401 || statusCode === 403) return failure('SUBGRAPH_UNAUTHORIZED', subgraph, cause);
  if (statusCode === 429) return failure('SUBGRAPH_OVERLOADED', subgraph, cause);
  if (statusCode < 500) return failure('SUBGRAPH_INVALID_RESPONSE', subgraph, cause);
  // A server that says when to come again means later than a page can wait.
  const isTransient = passing.has(statusCode) && headers['retry-after'] === undefined;
  return failure('SUBGRAPH_UNAVAILABLE', subgraph, cause, isTransient ? TransientFailure : undefined);
}

async function readBody(subgraph: string, { headers, body }: Response, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    failure('SUBGRAPH_INVALID_RESPONSE', subgraph, new Error(`The body has more than ${maxBytes} bytes`));
  if (Number(headers['content-length']) > maxBytes) {
    await body.dump();
    throw tooLarge();
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof SubgraphFailure) throw error;
    throw failure('SUBGRAPH_INVALID_RESPONSE', subgraph, error, TransientFailure); // It broke off.
  }
  return Buffer.concat(chunks, size);
}

/** Members that are not of a GraphQL response are left out. An empty list of errors is taken for none. */
function parseAnswer(body: Buffer): SubgraphAnswer {
  const answer: unknown = JSON.parse(utf8.decode(body));
  if (!isObject(answer)) throw new Error('The body is not an object');
  const { data, errors } = answer;
  if (data !== undefined && data !== null && !isObject(data)) throw new Error('"data" is not an object');
  if (errors === undefined || errors === null || (Array.isArray(errors) && errors.length === 0)) {
    if (data === undefined) throw new Error('There is neither "data" nor an error');
    return { data };
  }
  return { data, errors: errorsShape.parse(errors) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
