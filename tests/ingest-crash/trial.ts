import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { type Database, openDatabase } from '../../src/database/database.js';
import { addPolledSource } from '../support/polled-source.js';
import { articlePage, prose, rssFeed, type Site, type SiteRequest, startSite } from '../support/site.js';

/** Processes that read sources together, of which some are killed on the way. */
export interface TrialOptions {
  /** Of a fresh database. */
  databaseUrl: string;
  /** The compiled worker. */
  workerFile: string;
  sources: number;
  /** Of each source: two thirds of them whole, a third with pages. */
  entries: number;
  processes: number;
  /** After so many requests since the last one a process is killed, and another takes its place. */
  killAfter: readonly number[];
  signal: 'SIGKILL' | 'SIGTERM';
  leaseMs: number;
  /** The trial fails after that. */
  patienceMs: number;
}

/** What came of it. */
export interface TrialResult {
  expected: number;
  /** Articles that are stored. */
  articles: number;
  /** Articles with their whole text. */
  whole: number;
  /** What the runs, dead ones included, say that they published or modified. */
  published: number;
  modified: number;
  /** Sources that two processes asked of at the same time. */
  overlaps: string[];
  /** Requests for feeds: one for each source and one for each run that was ended. */
  feedRequests: number;
  runs: Record<string, number>;
  /** Why entries were rejected; none should be. */
  rejects: string[];
  killed: number;
  seconds: number;
}

export async function crashTrial(options: TrialOptions): Promise<TrialResult> {
  const started = performance.now();
  const { databaseUrl, sources, entries } = options;
  const site = await startSite();
  const database = await openDatabase({ url: databaseUrl });
  const workers = new Map<string, ChildProcess>();
  let born = 0;
  const start = () => {
    born += 1;
    const name = `worker-${born}`;
    const args = [options.workerFile, databaseUrl, name, String(options.leaseMs)];
    workers.set(name, spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }));
  };
  try {
    await database.migrate();
    for (let number = 0; number < sources; number += 1) await addSource(database, site, number, entries);
    for (let number = 0; number < options.processes; number += 1) start();
    let asked = 0;
    for (const after of options.killAfter) {
      asked += after;
      await until(() => site.requests.length >= asked, options.patienceMs);
      // One that waits for an answer: it is in the midst of a run.
      let victim: string | undefined;
      await until(() => {
        victim = [...workers.keys()].find((name) => isAsking(site.requests, name));
        return victim !== undefined;
      }, options.patienceMs);
      workers.get(victim as string)?.kill(options.signal);
      workers.delete(victim as string);
      start();
    }
    const unfinished = sql`SELECT source_id FROM source_polling WHERE last_success_at IS NULL OR claimed_by IS NOT NULL LIMIT 1`;
    await until(async () => (await database.query(unfinished)).length === 0, options.patienceMs);
    return {
      ...(await outcome(database)),
      expected: sources * entries,
      overlaps: overlapping(site.requests),
      feedRequests: site.requests.filter(({ path }) => path.endsWith('/feed')).length,
      killed: options.killAfter.length,
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    for (const worker of workers.values()) worker.kill('SIGKILL');
    await database.close();
    await site.close();
  }
}

function isAsking(requests: readonly SiteRequest[], worker: string): boolean {
  return requests.some(
    ({ agent, ended, path }) =>
      ended === Number.POSITIVE_INFINITY && path !== '/robots.txt' && agent.includes(`(${worker})`),
  );
}

async function addSource(database: Database, site: Site, number: number, entries: number): Promise<void> {
  const items = Array.from({ length: entries }, (_, index) => {
    const path = `/${number}/${index}`;
    const about = `subject ${number} of ${index}`;
    if (index % 3 > 0) return { path, content: prose(about) };
    site.answers.set(path, (_request, response) => {
      const page = articlePage({ title: path, body: prose(about) });
      setTimeout(() => response.setHeader('content-type', 'text/html').end(page), 20);
    });
    return { path, summary: `About ${about}. Read more…` };
  });
  site.answers.set(`/${number}/feed`, (_request, response) => {
    const feed = rssFeed(site.url, items);
    setTimeout(() => response.setHeader('content-type', 'application/rss+xml').end(feed), 20);
  });
  await addPolledSource(database, {
    ...{ slug: `source-${number}`, now: Date.now() },
    homepageUrl: `https://site-${number}.example/`,
    feedUrl: `${site.url}/${number}/feed`,
  });
}

async function outcome(database: Database) {
  const one = async (statement: ReturnType<typeof sql>) =>
    Object.values((await database.query(statement))[0] as Record<string, unknown>).map(Number) as [
      number,
      number,
    ];
  const [articles] = await one(sql`SELECT count(*) AS n FROM article`);
  const [whole] = await one(sql`SELECT count(*) AS n FROM article WHERE word_count > 200`);
  const [published, modified] = await one(
    sql`SELECT sum(published) AS p, sum(modified) AS m FROM ingest_run`,
  );
  const rows = await database.query<{ outcome: string; n: number }>(
    sql`SELECT outcome, count(*) AS n FROM ingest_run GROUP BY outcome ORDER BY outcome`,
  );
  const rejects = await database.query<{ reason: string }>(sql`SELECT DISTINCT reason FROM ingest_reject`);
  return {
    articles,
    whole,
    published,
    modified,
    rejects: rejects.map(({ reason }) => reason),
    runs: Object.fromEntries(rows.map(({ outcome, n }) => [outcome, Number(n)])),
  };
}

/** Sources of which a process asked something before what another had asked was answered. */
function overlapping(requests: readonly SiteRequest[]): string[] {
  const bySource = new Map<string, SiteRequest[]>();
  for (const request of requests) {
    const source = request.path.split('/')[1] as string;
    bySource.set(source, [...(bySource.get(source) ?? []), request]);
  }
  return [...bySource].flatMap(([source, own]) =>
    own.some((one) =>
      own.some((other) => other.agent !== one.agent && other.begun < one.ended && one.begun < other.begun),
    )
      ? [source]
      : [],
  );
}

async function until(holds: () => boolean | Promise<boolean>, patienceMs: number): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('The trial does not come to its end');
    await pause(20);
  }
}
