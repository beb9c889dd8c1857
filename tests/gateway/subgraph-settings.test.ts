import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../src/config.js';
import { defaultPolicy } from '../../src/gateway/subgraph-policy.js';
import { readSubgraphSettings } from '../../src/gateway/subgraph-settings.js';

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'subgraph-settings-'));
  path = join(folder, 'subgraphs.json');
});

afterAll(() => rm(folder, { recursive: true }));

async function read(content: unknown, env: NodeJS.ProcessEnv = {}, options?: { needsUrl: boolean }) {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readSubgraphSettings(path, env, options);
}

/** The lines of the error, without the file that begins each. */
async function problemsOf(...args: Parameters<typeof read>): Promise<string[]> {
  const error: unknown = await read(...args).catch((error: unknown) => error);
  if (!(error instanceof ConfigError)) throw new Error('There is no problem', { cause: error });
  return error.message.split('\n').map((line) => {
    expect(line.startsWith(`${path}: `)).toBe(true);
    return line.slice(`${path}: `.length);
  });
}

describe('readSubgraphSettings', () => {
  it('takes from the defaults what a subgraph does not say, and from ours what they do not', async () => {
    const settings = await read(
      {
        defaults: { timeoutMs: 2000, headers: ['Accept-Language'], circuitBreaker: { failures: 3 } },
        subgraphs: {
          comments: {
            url: 'https://comments.example/graphql?v=1',
            schema: 'schemas/comments.graphql',
            secretFrom: 'COMMENTS_SECRET',
            timeoutMs: 500,
            retries: 0,
            circuitBreaker: { resetMs: 1000 },
          },
          'quiz-2': {},
        },
      },
      { COMMENTS_SECRET: 'sesame' },
    );
    const defaults = {
      timeoutMs: 2000,
      retries: 2,
      maxConcurrent: 100,
      maxResponseBytes: 10_000_000,
      headers: ['accept-language'],
      circuitBreaker: { failures: 3, resetMs: 10_000 },
    };
    expect(settings.defaults).toEqual(defaults);
    expect(Object.fromEntries(settings.subgraphs)).toEqual({
      comments: {
        url: 'https://comments.example/graphql?v=1',
        schemaFile: join(folder, 'schemas/comments.graphql'),
        secret: 'sesame',
        policy: { ...defaults, timeoutMs: 500, retries: 0, circuitBreaker: { failures: 3, resetMs: 1000 } },
      },
      'quiz-2': { url: undefined, schemaFile: undefined, secret: undefined, policy: defaults },
    });
  });

  it('may say nothing', async () => {
    expect(await read({})).toEqual({ defaults: defaultPolicy, subgraphs: new Map() });
  });

  it('reads a schema of an absolute path where it is', async () => {
    const { subgraphs } = await read({ subgraphs: { a: { schema: '/etc/a.graphql' } } });
    expect(subgraphs.get('a')?.schemaFile).toBe('/etc/a.graphql');
  });

  it('names what is wrong in the file, and what is expected', async () => {
    expect(
      await problemsOf({
        default: {},
        defaults: { timeoutMs: 0, retries: 1.5, url: 'http://a.example' },
        subgraphs: {
          '2nd': {},
          a: { url: 'a.example', maxConcurrent: '10', timeout: 5, headers: 'cookie', schema: '' },
          b: { url: 'https://user:password@b.example', headers: ['', 'Router-Authorization', 'Host'] },
          c: { circuitBreaker: { failures: 0, reset: 1 }, secretFrom: 7 },
          d: 'http://d.example',
        },
      }),
    ).toEqual([
      'defaults.timeoutMs: expected a whole number from 1 to 600000',
      'defaults.retries: expected a whole number from 0 to 10',
      'defaults: unknown "url"; expected timeoutMs, retries, maxConcurrent, maxResponseBytes, headers, circuitBreaker',
      'subgraphs.2nd: expected as its name at most 64 letters, digits, - and _, the first a letter',
      'subgraphs.a.url: expected an http or https URL without a password; a secret is named by "secretFrom"',
      'subgraphs.a.schema: expected the path of a file',
      'subgraphs.a.maxConcurrent: expected a whole number from 1 to 10000',
      'subgraphs.a.headers: expected a list of names of headers',
      expect.stringMatching(
        /^subgraphs\.a: unknown "timeout"; expected url, schema, secretFrom, timeoutMs, /,
      ),
      'subgraphs.b.url: expected an http or https URL without a password; a secret is named by "secretFrom"',
      'subgraphs.b.headers.0: expected the name of a header',
      "subgraphs.b.headers.1: expected a header of the client, not one of the gateway's own",
      "subgraphs.b.headers.2: expected a header of the client, not one of the gateway's own",
      'subgraphs.c.secretFrom: expected the name of an environment variable',
      'subgraphs.c.circuitBreaker.failures: expected a whole number from 1 to 1000000',
      'subgraphs.c.circuitBreaker: unknown "reset"; expected failures, resetMs',
      'subgraphs.d: expected an object',
      'unknown "default"; expected defaults, subgraphs',
    ]);
  });

  it.each([
    ['[]', 'expected an object'],
    ['{"subgraphs": []}', 'subgraphs: expected an object of subgraphs by name'],
    ['{"subgraphs": {', /^is not JSON: /],
  ])('refuses %s', async (text, problem) => {
    expect(await problemsOf(text)).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  it('says when there is no such file', async () => {
    const absent = join(folder, 'absent.json');
    await expect(readSubgraphSettings(absent, {})).rejects.toThrow(`${absent}: cannot be read (ENOENT)`);
  });

  it('needs the secrets that the file names, and does not print them', async () => {
    const subgraphs = { a: { secretFrom: 'A' }, b: { secretFrom: 'B' }, c: { secretFrom: 'C' } };
    expect(await problemsOf({ subgraphs }, { B: '', C: 'open\nsesame' })).toEqual([
      'subgraphs.a.secretFrom: the environment variable A is not set',
      'subgraphs.b.secretFrom: the environment variable B is not set',
      'subgraphs.c.secretFrom: the environment variable C holds more than visible ASCII characters',
    ]);
  });

  it('needs addresses where nobody else has them', async () => {
    const subgraphs = { a: {}, b: { url: 'http://127.0.0.1:4001/graphql' } };
    expect(await problemsOf({ subgraphs }, {}, { needsUrl: true })).toEqual([
      'subgraphs.a.url: expected an http or https URL',
    ]);
  });
});
