/**
 * `npm run test:routers`: Hive Gateway (deploy/hive-gateway) and our own gateway in front of our two subgraphs, each a
 * process, and `broadsheet serve` beside them on the same PostgreSQL database with the demo corpus. All are asked the
 * same operations; the answers must be the same (compare.ts says what that is). TEST_POSTGRES_URL, by default postgres://postgres@127.0.0.1:5432/postgres.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/database/database.js';
import { createToken } from '../../src/serving/editor-tokens.js';
import { type Answer, difference } from './compare.js';
import { type Known, knownQuery, type Operation, operations } from './operations.js';
import {
  freePort,
  installPackages,
  runBroadsheet,
  startBroadsheet,
  startProcess,
  stopAll,
} from './process.js';

process.env.TEST_POSTGRES_URL ??= 'postgres://postgres@127.0.0.1:5432/postgres';
// It reads where the server is when it is loaded.
const { freshDatabaseUrl } = await import('../support/database.js');

const hive = 'deploy/hive-gateway';
const subgraphs = ['catalog', 'popularity'];
const secret = 'only-for-this-run';
const browser = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';
const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';

installPackages(hive);
const folder = await mkdtemp(join(tmpdir(), 'broadsheet-routers-'));
const { url: databaseUrl, remove: removeDatabase } = await freshDatabaseUrl();
try {
  process.exitCode = await run();
} finally {
  await stopAll();
  await removeDatabase();
  await rm(folder, { recursive: true, force: true });
}

async function run(): Promise<number> {
  const env = { DATABASE_URL: databaseUrl, SUBGRAPH_SECRET: secret };
  const serve = await freePort();
  await startBroadsheet(['serve', '--migrate', '--demo'], { port: serve, env });
  const supergraph = await startSubgraphs(env);
  const routers = {
    'Hive Gateway': await startHive(supergraph),
    'broadsheet gateway': await startOurs(supergraph),
  };
  const ask = asker(await editorToken());
  const known = await readKnown(ask, serve);
  // Once, so that the comparisons find it done.
  for (const operation of operations.filter(({ by }) => by === 'editor')) await ask(serve, operation, known);

  let isSame = true;
  for (const [name, router] of Object.entries(routers)) {
    process.stdout.write(`\n${name}\n`);
    let same = 0;
    for (const operation of operations) {
      const [ours, theirs] = [
        await ask(serve, operation, known, name),
        await ask(router, operation, known, name),
      ];
      const found = difference(ours, theirs);
      process.stdout.write(`${found ? 'NOT' : 'ok '} ${operation.name}\n${found ? `${found}\n` : ''}`);
      if (!found) same += 1;
    }
    process.stdout.write(`${same} of ${operations.length}\n`);
    isSame &&= same === operations.length;
  }
  return isSame ? 0 : 1;
}

/** Starts our two subgraphs and composes them. Returns the file of the supergraph. */
async function startSubgraphs(env: NodeJS.ProcessEnv): Promise<string> {
  const sources: string[] = [];
  for (const name of subgraphs) {
    const port = await freePort();
    await startBroadsheet(['subgraph', name], { port, env });
    sources.push(`${name}=http://127.0.0.1:${port}/graphql`, '--secret', `${name}=SUBGRAPH_SECRET`);
  }
  const supergraph = join(folder, 'supergraph.graphql');
  runBroadsheet(['compose', ...sources, '--output', supergraph], env);
  return supergraph;
}

async function startHive(supergraph: string): Promise<number> {
  const port = await freePort();
  await startProcess({
    command: process.execPath,
    args: [
      'node_modules/@graphql-hive/gateway/dist/bin.js',
      'supergraph',
      '--config-path',
      'gateway.config.js',
    ],
    cwd: hive,
    env: { PORT: String(port), SUPERGRAPH: supergraph, SUBGRAPH_SECRET: secret, LOG_LEVEL: 'warn' },
    readyAt: `http://127.0.0.1:${port}/readiness`,
  });
  return port;
}

async function startOurs(supergraph: string): Promise<number> {
  const port = await freePort();
  await startBroadsheet(
    ['gateway', '--supergraph', supergraph, '--subgraphs', 'deploy/broadsheet-gateway/subgraphs.json'],
    {
      port,
      env: { SUBGRAPH_SECRET: secret },
    },
  );
  return port;
}

/** @param reader - One of its own for each comparison: the second view of one reader is not counted. */
type Ask = (port: number, operation: Operation, known?: Known, reader?: string) => Promise<Answer>;

function asker(token: string): Ask {
  return async (port, { query, variables, by = 'reader' }, known, reader = '') => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        'user-agent': by === 'robot' ? robot : `${browser} ${reader}`,
        ...(by === 'editor' ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ query, variables: known && variables?.(known) }),
    });
    return (await response.json()) as Answer;
  };
}

async function editorToken(): Promise<string> {
  const database = await openDatabase({ url: databaseUrl });
  try {
    return await createToken(database, { name: 'router' });
  } finally {
    await database.close();
  }
}

async function readKnown(ask: Ask, port: number): Promise<Known> {
  const { data } = (await ask(port, { name: 'what is known', query: knownQuery })) as { data: any };
  return {
    article: data.article.id,
    another: data.another.id,
    withdrawn: data.withdrawn.id,
    source: data.article.source.id,
    category: data.article.breadcrumbs[0].id,
    cursor: data.articles.pageInfo.endCursor,
    popularCursor: data.popularArticles.pageInfo.endCursor,
  };
}
