import { isIP } from 'node:net';
import { config as loadDotenv } from 'dotenv';
import { z } from 'zod';
import { parseUrl } from './url.js';

interface Variable<Value> {
  /** From text to value. */
  schema: z.ZodType<Value>;
  /** As it would be written in the environment. */
  fallback: string;
  /** What a right value looks like; completes "expected ...". */
  expected: string;
  meaning: string;
}

function variable<Value>(
  schema: z.ZodType<Value>,
  fallback: string,
  expected: string,
  meaning: string,
): Variable<Value> {
  return { schema, fallback, expected, meaning };
}

function wholeNumber(from: number, to: number, fallback: number, meaning: string): Variable<number> {
  const schema = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(from).max(to));
  return variable(schema, String(fallback), `a whole number from ${from} to ${to}`, meaning);
}

function flag(fallback: boolean, meaning: string): Variable<boolean> {
  return variable(
    z.enum(['true', 'false']).transform((text) => text === 'true'),
    String(fallback),
    'true or false',
    meaning,
  );
}

const httpUrl = z.string().refine((text) => {
  const url = parseUrl(text);
  return url && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '';
});
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
);

/** CIDR notation: an address and how many of its bits name the network. */
function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const width = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= width;
}

/** Every variable of the environment that is read, with its default and meaning. Nothing else reads the environment. */
export const variables = {
  HOST: variable(
    z.string().min(1),
    '127.0.0.1',
    'an address to listen on',
    'Address to listen on; 0.0.0.0 for all',
  ),
  PORT: wholeNumber(0, 65_535, 4000, 'Port to listen on; 0 for any free one'),
  DATABASE_URL: variable(
    z
      .string()
      .regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/)
      .refine((text) => text.startsWith('sqlite:') || parseUrl(text)),
    'sqlite:data/broadsheet.sqlite',
    'sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/NAME',
    'Where everything is kept',
  ),
  DATABASE_CONNECTIONS: wholeNumber(1, 200, 4, 'Connections that read (SQLite), or in all (PostgreSQL)'),
  PUBLIC_URL: variable(
    z.union([z.literal(''), httpUrl]).transform((text) => text.replace(/\/+$/, '')),
    '',
    'an absolute http or https URL',
    'The address at which clients reach the server; empty: http://HOST:PORT',
  ),
  LOG_LEVEL: variable(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    'info',
    'fatal, error, warn, info, debug, trace or silent',
    'The least serious entries that are logged',
  ),
  CORS_ORIGINS: variable(
    list.refine((origins) =>
      origins.every(
        (origin) => origin === '*' || (!origin.includes('*') && parseUrl(origin)?.origin === origin),
      ),
    ),
    '*',
    '* or origins such as https://portal.example, separated by commas',
    'Web pages of which origins may call the API; empty: none but our own',
  ),
  TRUST_PROXY: flag(
    false,
    'Whether X-Forwarded-For and its kin are believed: only behind a proxy that sets them',
  ),
  INTROSPECTION: flag(true, 'Whether clients may ask for the schema; the explorers need it'),
  MAX_BODY_BYTES: wholeNumber(1_000, 100_000_000, 6_000_000, 'Largest request body'),
  MAX_TOKENS: wholeNumber(100, 1_000_000, 5_000, 'Most tokens in a GraphQL document'),
  MAX_DEPTH: wholeNumber(3, 100, 14, 'Deepest nesting of fields in an operation'),
  MAX_COST: wholeNumber(
    100,
    100_000_000,
    50_000,
    'Dearest operation: about the number of fields that it may return',
  ),
  METRICS: flag(true, 'Whether GET /metrics answers, for Prometheus'),
  SUBGRAPHS: variable(
    z.string(),
    '',
    'the path of a JSON file',
    'File of the subgraphs of other people that are composed in (docs/one-process-to-many.md); empty: none',
  ),
  SUBGRAPH_POLL_SECONDS: wholeNumber(
    1,
    86_400,
    30,
    'How often those subgraphs are asked whether their schemas have changed',
  ),
  SUBGRAPH_SECRET: variable(
    list,
    '',
    'secrets separated by commas',
    'What "broadsheet subgraph" wants to hear from its callers; two of them while the old one is replaced',
  ),
  INGEST: flag(true, 'Whether sources are read when they are due; false where another process does it'),
  INGEST_CONCURRENCY: wholeNumber(1, 100, 8, 'Sources that are read at the same time'),
  ALLOWED_NETWORKS: variable(
    list.refine((networks) => networks.every(isNetwork)),
    '',
    'networks such as 10.0.0.0/8 or ::1/128, separated by commas',
    'Private networks whose servers may be read; by default only public addresses are',
  ),
  CONTACT_URL: variable(
    z.union([z.literal(''), httpUrl]),
    '',
    'an absolute http or https URL',
    'Where publishers whose servers are read learn who reads them: part of the user agent',
  ),
  SHUTDOWN_SECONDS: wholeNumber(
    0,
    3_600,
    10,
    'How long requests in flight may take to finish after a signal to stop',
  ),
} satisfies Record<string, Variable<unknown>>;

type Variables = typeof variables;
export type VariableName = keyof Variables;

/** The environment, read once. */
export type Config = {
  readonly [Name in VariableName]: Variables[Name] extends Variable<infer Value> ? Value : never;
};

/** One line for each variable that is wrong: its name, its value and what is expected. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The text of each variable, as it is set or by default. */
export function rawVariables(env: NodeJS.ProcessEnv): Record<VariableName, { text: string; isSet: boolean }> {
  const entries = Object.entries(variables).map(([name, { fallback }]) => {
    const given = env[name];
    return [name, { text: given ?? fallback, isSet: given !== undefined }];
  });
  return Object.fromEntries(entries);
}

/** The value of one variable, or undefined where its text is wrong. */
export function parseVariable(name: VariableName, text: string): unknown {
  const result = variables[name].schema.safeParse(text);
  return result.success ? result.data : undefined;
}

/** @throws ConfigError */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const raw = rawVariables(env);
  const names = Object.keys(variables) as VariableName[];
  const problems = names
    .filter((name) => parseVariable(name, raw[name].text) === undefined)
    .map((name) => `${name}=${redacted(raw[name].text)}: expected ${variables[name].expected}`);
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return Object.fromEntries(names.map((name) => [name, parseVariable(name, raw[name].text)])) as Config;
}

/** The address at which clients reach the server, without a slash at the end. */
export function publicUrl({ PUBLIC_URL, HOST, PORT }: Pick<Config, 'PUBLIC_URL' | 'HOST' | 'PORT'>): string {
  return PUBLIC_URL || `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${PORT}`;
}

/** The environment as it is, for secrets whose names an operator's file gives. */
export function environment(): NodeJS.ProcessEnv {
  return process.env;
}

/**
 * Adds to the environment what a `.env` file in the working directory sets and the environment does not. To be called
 * before graphql-js is loaded: without NODE_ENV it would check at every step whether there are two of it.
 */
export function loadEnvFile(): void {
  loadDotenv({ quiet: true });
  process.env.NODE_ENV ??= 'production';
}

/** A value that may be shown, on one line: the password of a database address is not. */
export function redacted(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(:\/\/[^:/@]*):.*@/, '$1:***@')
    .replace(/([?&]password=)[^&]*/, '$1***');
}
