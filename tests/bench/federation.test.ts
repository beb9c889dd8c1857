import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/database.js';
import { benchCorpus } from './corpus.js';
import { benchDatabase } from './database.js';
import { partnerPageQuery, withComments } from './federation.js';
import { startGraphServer } from './graph-servers.js';
import { partnerServer } from './partner.js';
import { fetchPage } from './questions.js';

const corpus = benchCorpus({ size: 30, seed: 7 });
const { slug } = corpus.head(20);
let folder: string;
let databaseFile: string;
let partner: Server;
let partnerUrl: string;
let asked = 0;

/** The page with the comments, as it must come to the byte. */
let expected: string;
let pages: Map<string, Buffer>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  databaseFile = await benchDatabase(corpus, folder);
  partner = partnerServer().on('request', () => {
    asked += 1;
  });
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  partnerUrl = `http://127.0.0.1:${(partner.address() as AddressInfo).port}/`;
  const page = await inBroadsheet({}, (url) => fetchPage(url, slug));
  pages = new Map([[slug, page]]);
  expected = withComments(page).toString();
});

beforeEach(() => {
  asked = 0;
});

afterAll(async () => {
  await new Promise((resolve) => partner.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function inBroadsheet<Result>(
  env: NodeJS.ProcessEnv,
  work: (url: string) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ url: `sqlite:${databaseFile}` });
  const app = await startApp(readConfig({ PORT: '0', LOG_LEVEL: 'warn', ...env }), database);
  try {
    return await work(app.url);
  } finally {
    await app.stop();
    await database.close();
  }
}

async function partnersPage(url: string): Promise<string> {
  return (await fetchPage(url, slug, partnerPageQuery)).toString();
}

it('the comments are expected where the query asks for them', () => {
  expect(expected).toMatch(
    /^{"data":{"article":{"__typename":"Article","commentCount":10,"comments":\[{"author":/,
  );
});

it('broadsheet with the partner gives the page, and asks the partner for nothing else', async () => {
  const SUBGRAPHS = join(folder, 'subgraphs.json');
  await writeFile(SUBGRAPHS, JSON.stringify({ subgraphs: { partner: { url: partnerUrl } } }));
  await inBroadsheet({ SUBGRAPHS }, async (url) => {
    asked = 0;
    expect(await partnersPage(url)).toBe(expected);
    expect(asked).toBe(1);
    expect((await fetchPage(url, slug)).toString()).toBe(pages.get(slug)?.toString());
    expect(asked).toBe(1);
  });
});

it.each([
  ['plain Apollo Server', 'memory', 1],
  ['plain Apollo Server', 'SQLite', 1],
  ['plain Apollo Server', 'memory, comments too', 0],
  ['gateway in memory', 'memory', 1],
] as const)('%s over %s gives the same page', async (kind, backing, requests) => {
  const server = await startGraphServer({
    kind,
    over: backing === 'SQLite' ? { databaseFile } : { pages },
    ...(requests > 0 ? { partnerUrl } : {}),
  } as Parameters<typeof startGraphServer>[0]);
  try {
    expect(await partnersPage(`http://127.0.0.1:${server.port}`)).toBe(expected);
    expect(asked).toBe(requests);
  } finally {
    await server.stop();
  }
});
