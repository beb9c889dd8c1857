import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import type { Question } from './client.js';
import { type BenchCorpus, benchCorpus } from './corpus.js';
import { benchDatabase } from './database.js';
import { compareFederation } from './federation.js';
import { openHandWritten } from './hand-written.js';
import { processUsage, type ServerProcess, startFloor, startGateway } from './processes.js';
import { exactQuestion, pageDigest, randomQuestions } from './questions.js';
import { formatReport, type Report } from './report.js';
import { type SamplePage, samplePages } from './sample.js';
import { measureScenario, type Servers, wrongAnswers } from './scenario.js';
import { countStatements } from './statements.js';

const resultsFile = 'dist/bench/results.json';
const settings = {
  articles: wholeNumber('BENCH_ARTICLES', 100_000),
  seed: 20_260_101,
  seconds: wholeNumber('BENCH_SECONDS', 5),
  connections: wholeNumber('BENCH_CONNECTIONS', 32),
};
const corpus = benchCorpus({ size: settings.articles, seed: settings.seed });
console.error(`Loading ${settings.articles} articles, unless an earlier run has left them in data/bench`);
const databaseFile = await benchDatabase(corpus, 'data/bench');
const report = await run(corpus, databaseFile);
await mkdir(dirname(resultsFile), { recursive: true });
await writeFile(resultsFile, `${JSON.stringify(report, null, 2)}\n`);
console.log(`${formatReport(report)}\n\nIn full: ${resultsFile}`);
if (report.failures.length > 0) process.exitCode = 1;

async function run(corpus: BenchCorpus, databaseFile: string): Promise<Report> {
  const date = new Date().toISOString();
  const [loadAverageBefore = 0] = loadavg();
  const oracle = openHandWritten(databaseFile);
  const failures: string[] = [];
  const started: ServerProcess[] = [];
  const start = async (server: Promise<ServerProcess>) => {
    started.push(await server);
    return server;
  };
  try {
    const gateway = await start(startGateway(databaseFile));
    const { pages, disagreements } = await samplePages(corpus, {
      url: `http://127.0.0.1:${gateway.port}`,
      handWritten: oracle,
      count: 500,
    });
    failures.push(...disagreements);
    const servers: Servers = {
      broadsheet: gateway,
      'hand-written': await start(startFloor({ kind: 'hand-written', databaseFile })),
      bare: await start(startFloor({ kind: 'bare', pages: pages.map(({ body }) => body) })),
    };

    const [hotPage] = pages as [SamplePage, ...SamplePage[]];
    const sameForAll = exactQuestion('/graphql', hotPage.slug, hotPage.body);
    const bareHot = exactQuestion('/0', hotPage.slug, hotPage.body);
    const hot = await measureScenario(
      { name: 'hot', description: 'one article', settings, servers },
      {
        bare: () => bareHot,
        'hand-written': () => sameForAll,
        broadsheet: () => sameForAll,
      },
    );

    const bareCold = pages.map(({ slug, body }, index) => exactQuestion(`/${index}`, slug, body));
    const random = randomQuestions(corpus);
    const cold = await measureScenario(
      { name: 'cold', description: `random articles out of ${corpus.size}`, settings, servers },
      {
        bare: () => bareCold[Math.floor(Math.random() * bareCold.length)] as Question,
        'hand-written': randomQuestions(corpus).ask,
        broadsheet: random.ask,
      },
    );
    const memory = await processUsage(gateway.pid);

    for (const [id, digest] of random.answered) {
      const page = oracle.page(corpus.head(id).slug);
      if (page === undefined || pageDigest(page) !== digest)
        failures.push(`article ${id}: the page under load is not the hand-written one`);
    }
    const scenarios = [hot, cold];
    failures.push(...scenarios.flatMap(wrongAnswers));
    const federation = await compareFederation({ databaseFile, pages, settings });
    failures.push(...federation.flatMap(({ wrong }) => wrong));
    const cpu = cpus()[0]?.model ?? 'unknown processor';
    return {
      date,
      machine: { cpu, cores: availableParallelism(), node: process.versions.node, loadAverageBefore },
      settings,
      page: {
        statements: await countStatements(databaseFile, hotPage.slug),
        meanBytes: pages.reduce((sum, { body }) => sum + body.length, 0) / pages.length,
      },
      memory: memory ? { rss: memory.rss, peakRss: memory.peakRss } : {},
      checks: { samplePages: pages.length, coldPages: random.answered.size },
      scenarios,
      federation,
      failures,
    };
  } finally {
    await Promise.all(started.map((server) => server.stop()));
    oracle.close();
  }
}

function wholeNumber(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${name}=${process.env[name]}: expected a whole number from 1`);
  }
  return value;
}
