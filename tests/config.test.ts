import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ConfigError,
  loadEnvFile,
  parseVariable,
  publicUrl,
  rawVariables,
  readConfig,
  redacted,
  type VariableName,
  variables,
} from '../src/config.js';

/** The lines of the error that an environment is refused with. */
function problems(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split('\n');
  }
}

describe('the defaults', () => {
  it('are right', () => {
    expect(readConfig({})).toEqual({
      HOST: '127.0.0.1',
      PORT: 4000,
      DATABASE_URL: 'sqlite:data/broadsheet.sqlite',
      DATABASE_CONNECTIONS: 4,
      PUBLIC_URL: '',
      LOG_LEVEL: 'info',
      CORS_ORIGINS: ['*'],
      TRUST_PROXY: false,
      INTROSPECTION: true,
      MAX_BODY_BYTES: 6_000_000,
      MAX_TOKENS: 5_000,
      MAX_DEPTH: 14,
      MAX_COST: 50_000,
      METRICS: true,
      SUBGRAPHS: '',
      SUBGRAPH_POLL_SECONDS: 30,
      SUBGRAPH_SECRET: [],
      INGEST: true,
      INGEST_CONCURRENCY: 8,
      ALLOWED_NETWORKS: [],
      CONTACT_URL: '',
      SHUTDOWN_SECONDS: 10,
    });
  });

  it.each(Object.entries(variables))('%s says what it means and expects', (name, variable) => {
    expect(variable.meaning).toMatch(/\w+/);
    expect(variable.expected).toMatch(/\w+/);
    expect(parseVariable(name as VariableName, variable.fallback)).toBeDefined();
  });
});

describe('a right value', () => {
  it.each<[VariableName, string, unknown]>([
    ['HOST', '0.0.0.0', '0.0.0.0'],
    ['HOST', '::1', '::1'],
    ['PORT', '0', 0],
    ['PORT', '65535', 65_535],
    ['DATABASE_URL', 'sqlite:/var/lib/broadsheet.sqlite', 'sqlite:/var/lib/broadsheet.sqlite'],
    ['DATABASE_URL', 'postgres://u:p@db:5432/news', 'postgres://u:p@db:5432/news'],
    ['DATABASE_URL', 'postgresql://db/news?sslmode=require', 'postgresql://db/news?sslmode=require'],
    ['PUBLIC_URL', 'https://portal.example', 'https://portal.example'],
    ['PUBLIC_URL', 'https://portal.example/content//', 'https://portal.example/content'],
    ['LOG_LEVEL', 'silent', 'silent'],
    ['CORS_ORIGINS', '', []],
    [
      'CORS_ORIGINS',
      ' https://a.example , http://b.example:8080,',
      ['https://a.example', 'http://b.example:8080'],
    ],
    ['TRUST_PROXY', 'true', true],
    ['INTROSPECTION', 'false', false],
    ['SHUTDOWN_SECONDS', '0', 0],
    ['MAX_BODY_BYTES', '1000', 1000],
    ['INGEST', 'false', false],
    ['ALLOWED_NETWORKS', '10.0.0.0/8, ::1/128', ['10.0.0.0/8', '::1/128']],
    ['CONTACT_URL', 'https://portal.example/about', 'https://portal.example/about'],
  ])('%s=%s is read', (name, text, value) => {
    expect(readConfig({ [name]: text })[name]).toEqual(value);
  });
});

describe('a wrong value', () => {
  it.each<[VariableName, string, string]>([
    ['HOST', '', 'address'],
    ['PORT', '65536', 'from 0 to 65535'],
    ['PORT', '-1', 'whole number'],
    ['PORT', '80.5', 'whole number'],
    ['PORT', 'http', 'whole number'],
    ['PORT', '', 'whole number'],
    ['PORT', '0x50', 'whole number'],
    ['DATABASE_URL', 'mysql://db/news', 'sqlite:PATH or postgres://'],
    ['DATABASE_URL', 'sqlite:', 'sqlite:PATH'],
    ['DATABASE_URL', 'data/news.sqlite', 'sqlite:PATH'],
    ['DATABASE_URL', 'postgres://', 'postgres://USER'],
    ['DATABASE_URL', 'postgres://db:port/news', 'postgres://USER'],
    ['DATABASE_CONNECTIONS', '0', 'from 1 to 200'],
    ['PUBLIC_URL', 'portal.example', 'absolute http or https URL'],
    ['PUBLIC_URL', 'ftp://portal.example', 'absolute http or https URL'],
    ['PUBLIC_URL', 'https://portal.example/?a=b', 'absolute http or https URL'],
    ['LOG_LEVEL', 'loud', 'debug'],
    ['LOG_LEVEL', 'INFO', 'info'],
    ['CORS_ORIGINS', 'portal.example', 'https://portal.example'],
    ['CORS_ORIGINS', 'https://portal.example/', 'origins such as'],
    ['CORS_ORIGINS', 'https://portal.example,https://*.example', 'origins such as'],
    ['CORS_ORIGINS', 'null', 'origins such as'],
    ['TRUST_PROXY', 'yes', 'true or false'],
    ['INTROSPECTION', '1', 'true or false'],
    ['MAX_BODY_BYTES', '999', 'from 1000'],
    ['MAX_TOKENS', '99', 'from 100'],
    ['MAX_DEPTH', '2', 'from 3 to 100'],
    ['MAX_COST', '1e6', 'whole number'],
    ['SHUTDOWN_SECONDS', '3601', 'from 0 to 3600'],
  ])('%s=%s is one line that names it and what is expected', (name, text, expected) => {
    const lines = problems({ [name]: text });
    expect(lines).toEqual([expect.stringMatching(/^[A-Z_]+=.*: expected /)]);
    expect(lines[0]?.startsWith(`${name}=${text}: expected `)).toBe(true);
    expect(lines[0]).toContain(expected);
  });

  it('is not the only one that is named', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'y', MAX_COST: '1', HOST: 'localhost' })).toEqual([
      expect.stringMatching(/^PORT=x: /),
      expect.stringMatching(/^LOG_LEVEL=y: /),
      expect.stringMatching(/^MAX_COST=1: /),
    ]);
  });

  it('stays one line, whatever is in it', () => {
    expect(problems({ PORT: '1\nHOST=evil' })).toHaveLength(1);
  });

  it('does not show a password', () => {
    for (const url of [
      'mysql://me:s3cret@db/news',
      'mysql://me:s3@cret@db/news',
      'mysql://:s3cret@db/news',
    ]) {
      const [line] = problems({ DATABASE_URL: url });
      expect(line).toMatch(/^DATABASE_URL=mysql:\/\/.*db\/news: expected/);
      expect(line).not.toMatch(/s3|cret@/);
    }
  });
});

describe('redacted', () => {
  it.each([
    ['postgres://me:secret@db:5432/news', 'postgres://me:***@db:5432/news'],
    ['postgres://me:p%40ss:word/x@db/news', 'postgres://me:***@db/news'],
    [
      'postgres://db/news?user=me&password=secret&sslmode=require',
      'postgres://db/news?user=me&password=***&sslmode=require',
    ],
    ['postgres://me@db/news', 'postgres://me@db/news'],
    ['sqlite:data/broadsheet.sqlite', 'sqlite:data/broadsheet.sqlite'],
    ['https://portal.example/a:b@c', 'https://portal.example/a:b@c'],
  ])('shows %s as %s', (text, shown) => {
    expect(redacted(text)).toBe(shown);
  });
});

describe('publicUrl', () => {
  it.each([
    [{}, 'http://127.0.0.1:4000'],
    [{ HOST: '::1', PORT: '80' }, 'http://[::1]:80'],
    [{ PUBLIC_URL: 'https://portal.example/content/' }, 'https://portal.example/content'],
  ])('of %j is %s', (env, url) => {
    expect(publicUrl(readConfig(env))).toBe(url);
  });
});

describe('rawVariables', () => {
  it('tells what is set from what is not', () => {
    const raw = rawVariables({ PORT: '4000' });
    expect(raw.PORT).toEqual({ text: '4000', isSet: true });
    expect(raw.HOST).toEqual({ text: '127.0.0.1', isSet: false });
    expect(Object.keys(raw)).toEqual(Object.keys(variables));
  });
});

describe('a .env file', () => {
  const before = { folder: process.cwd(), env: { ...process.env } };
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broadsheet-env-'));
    process.chdir(folder);
  });

  afterEach(async () => {
    process.chdir(before.folder);
    process.env = { ...before.env };
    await rm(folder, { recursive: true });
  });

  it('sets what the environment does not', async () => {
    await writeFile('.env', '# where to listen\nPORT=4321\nLOG_LEVEL="warn"\nHOST=0.0.0.0\n');
    process.env.HOST = '127.0.0.2';
    loadEnvFile();
    expect(readConfig()).toMatchObject({ PORT: 4321, LOG_LEVEL: 'warn', HOST: '127.0.0.2' });
  });

  it('may be absent', () => {
    loadEnvFile();
    expect(readConfig({}).PORT).toBe(4000);
  });
});
