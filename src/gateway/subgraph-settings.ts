import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../config.js';
import { parseUrl } from '../url.js';
import { defaultPolicy, type SubgraphPolicy } from './subgraph-policy.js';

/** What the operator says of one remote subgraph. */
export interface RemoteSubgraphSettings {
  /** Where it answers; undefined where the supergraph says it. */
  url: string | undefined;
  /** The file with its schema; undefined: the subgraph is asked for it. */
  schemaFile: string | undefined;
  secret: string | undefined;
  policy: SubgraphPolicy;
}

/** The operator's file of subgraphs. */
export interface SubgraphSettings {
  /** The policy of subgraphs that are not in the file. */
  defaults: SubgraphPolicy;
  subgraphs: ReadonlyMap<string, RemoteSubgraphSettings>;
}

/** Completes "expected ...". */
const expected = (what: string) => ({ error: `expected ${what}` });

function wholeNumber(from: number, to: number) {
  const range = expected(`a whole number from ${from} to ${to}`);
  return z.int(range).min(from, range).max(to, range);
}

function object<Shape extends z.ZodRawShape>(members: Shape) {
  const error: z.core.$ZodErrorMap = (issue) =>
    issue.code === 'unrecognized_keys'
      ? `unknown ${issue.keys.map((key) => `"${key}"`).join(', ')}; expected ${Object.keys(members).join(', ')}`
      : 'expected an object';
  return z.strictObject(members, { error }).partial();
}

/** Headers that are the connection's or the gateway's own. */
const ownHeaders = new Set(
  `accept accept-encoding connection content-encoding content-length content-type expect host keep-alive
  proxy-authorization proxy-connection router-authorization te trailer transfer-encoding upgrade`.split(
    /\s+/,
  ),
);
const header = z
  .string(expected('the name of a header'))
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, expected('the name of a header'))
  .toLowerCase()
  .refine((name) => !ownHeaders.has(name), expected("a header of the client, not one of the gateway's own"));

const policyMembers = {
  timeoutMs: wholeNumber(1, 600_000),
  retries: wholeNumber(0, 10),
  maxConcurrent: wholeNumber(1, 10_000),
  maxResponseBytes: wholeNumber(1, 1_000_000_000),
  headers: z.array(header, expected('a list of names of headers')),
  circuitBreaker: object({ failures: wholeNumber(1, 1_000_000), resetMs: wholeNumber(1, 86_400_000) }),
};
const policyShape = object(policyMembers);
type PolicyMembers = z.infer<typeof policyShape>;

const url = z.string(expected('an http or https URL')).refine((text) => {
  const parts = parseUrl(text);
  return parts && /^https?:$/.test(parts.protocol) && !parts.username && !parts.password && !parts.hash;
}, expected('an http or https URL without a password; a secret is named by "secretFrom"'));
const subgraphShape = object({
  url,
  schema: z.string(expected('the path of a file')).min(1, expected('the path of a file')),
  secretFrom: z.string(expected('the name of an environment variable')),
  ...policyMembers,
});

/** A name as routers and registries take it. */
const subgraphName = z
  .string()
  .regex(
    /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/,
    'expected as its name at most 64 letters, digits, - and _, the first a letter',
  );
const fileShape = object({
  defaults: policyShape,
  subgraphs: z.record(subgraphName, subgraphShape, expected('an object of subgraphs by name')),
});

/**
 * Reads the operator's file of subgraphs. What it leaves out of a policy is taken from its `defaults`, then from ours.
 *
 * @param env - where the secrets are, under the names that the file gives
 * @param options.needsUrl - whether every subgraph must say where it answers
 * @throws ConfigError with one line for each problem: the file, the member and what is expected
 */
export async function readSubgraphSettings(
  path: string,
  env: NodeJS.ProcessEnv,
  { needsUrl = false } = {},
): Promise<SubgraphSettings> {
  const problems: string[] = [];
  const file = checked(path, await readJson(path));
  const defaults = merged(defaultPolicy, file.defaults);
  const subgraphs = Object.entries(file.subgraphs ?? {}).map(([name, settings]) => {
    const { url, schema, secretFrom, ...policy } = settings;
    const secret = secretFrom && env[secretFrom];
    const problem = (member: string, text: string) =>
      problems.push(`${path}: subgraphs.${name}.${member}: ${text}`);
    if (needsUrl && !url) problem('url', 'expected an http or https URL');
    // What a header can hold; the value itself is not to be seen anywhere.
    if (secretFrom && !/^[\x21-\x7e]+$/.test(secret ?? '')) {
      const state = secret ? 'holds more than visible ASCII characters' : 'is not set';
      problem('secretFrom', `the environment variable ${secretFrom} ${state}`);
    }
    const schemaFile = schema && resolve(dirname(path), schema);
    return [name, { url, schemaFile, secret, policy: merged(defaults, policy) }] as const;
  });
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return { defaults, subgraphs: new Map(subgraphs) };
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(`${path}: cannot be read (${error.code})`, { cause: error });
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path}: is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

function checked(path: string, json: unknown): z.infer<typeof fileShape> {
  const result = fileShape.safeParse(json);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => describe(path, issue)).join('\n'));
}

function describe(path: string, issue: z.core.$ZodIssue): string {
  const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
  return [path, issue.path.join('.'), message].filter((part) => part !== '').join(': ');
}

function merged(base: SubgraphPolicy, { circuitBreaker, ...policy }: PolicyMembers = {}): SubgraphPolicy {
  return { ...base, ...policy, circuitBreaker: { ...base.circuitBreaker, ...circuitBreaker } };
}
