import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { articlePageQuery } from '../../src/serving/example-query.js';
import type { Question } from './client.js';
import { type Comparison, compare, type Side } from './comparison.js';
import type { FloorOrder } from './floor-process.js';
import { commentsOn, partnerFields } from './partner.js';
import { type ServerProcess, startFloor, startGateway } from './processes.js';
import { exactQuestion } from './questions.js';
import type { SamplePage } from './sample.js';

/** The article-page query with the partner's fields in it. */
export const partnerPageQuery = articlePageQuery.replace('... on Article {', `$& ${partnerFields}`);

/** The answer to {@link partnerPageQuery}, out of that to the article-page query. */
export function withComments(page: Buffer): Buffer {
  const { data } = JSON.parse(page.toString());
  const { __typename, ...article } = data.article;
  const commented = { ...commentsOn(article.id), ...article };
  return Buffer.from(`${JSON.stringify({ data: { ...data, article: commented } })}\n`);
}

export interface FederationOptions {
  databaseFile: string;
  /** Pages that were found right. */
  pages: readonly SamplePage[];
  settings: { connections: number; seconds: number };
}

type PlainOrder = Extract<FloorOrder, { kind: 'plain Apollo Server' }>;

/** What it costs that the graph has several owners: each comparison is with one schema in one process. */
export async function compareFederation({
  databaseFile,
  pages,
  settings,
}: FederationOptions): Promise<Comparison[]> {
  const started: ServerProcess[] = [];
  const start = async (starting: Promise<ServerProcess>) => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-bench-'));
  try {
    const partner = await start(startFloor({ kind: 'partner' }));
    const partnerUrl = `http://127.0.0.1:${partner.port}/`;
    const subgraphs = join(folder, 'subgraphs.json');
    await writeFile(subgraphs, JSON.stringify({ subgraphs: { partner: { url: partnerUrl } } }));
    const memory = { pages: new Map(pages.map(({ slug, body }) => [slug, body])) };
    const ownPage = asking(pages.map(({ slug, body }) => exactQuestion('/graphql', slug, body)));
    const partnersPage = asking(
      pages.map(({ slug, body }) => exactQuestion('/graphql', slug, withComments(body), partnerPageQuery)),
    );
    const plainApollo = async (order: Omit<PlainOrder, 'kind'>): Promise<Side> => ({
      name: 'plain Apollo Server',
      server: await start(startFloor({ kind: 'plain Apollo Server', ...order })),
      ask: partnersPage,
    });
    const composed = await start(startGateway(databaseFile, subgraphs));
    const inMemory: Side = {
      name: 'broadsheet in memory',
      server: await start(startFloor({ kind: 'gateway in memory', over: memory, partnerUrl })),
      ask: partnersPage,
    };
    return [
      await compare({
        name: 'our fields alone, with a partner composed in, to broadsheet without partners',
        plain: { name: 'broadsheet', server: await start(startGateway(databaseFile)), ask: ownPage },
        ours: { name: 'broadsheet with a partner', server: composed, ask: ownPage },
        target: 0.95,
        settings,
      }),
      await compare({
        name: 'a page in memory with comments of a partner, to plain Apollo Server that fetches them',
        plain: await plainApollo({ over: memory, partnerUrl }),
        ours: inMemory,
        target: 1.5,
        settings,
      }),
      await compare({
        name: 'the same, to plain Apollo Server that has the comments and asks nobody',
        plain: await plainApollo({ over: memory }),
        ours: inMemory,
        settings,
      }),
      await compare({
        name: 'a page in SQLite with comments of a partner, to plain Apollo Server that fetches them',
        plain: await plainApollo({ over: { databaseFile }, partnerUrl }),
        ours: { name: 'broadsheet with a partner', server: composed, ask: partnersPage },
        settings,
      }),
    ];
  } finally {
    await Promise.all(started.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

function asking(questions: readonly Question[]): () => Question {
  return () => questions[Math.floor(Math.random() * questions.length)] as Question;
}
