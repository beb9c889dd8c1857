import sql from 'sql-template-tag';
import type { Source } from '../../entities/source.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { createIngestion } from '../ingest/ingestion.js';
import type { RunReport } from '../ingest/run-services.js';
import { createLogger } from '../observability/logger.js';
import { withDatabase } from './database.js';
import { say } from './failure.js';
import { progressBar } from './progress.js';
import { chosenSources } from './source-choice.js';
import { oneLine } from './source-table.js';
import { lazyWebClient } from './source-web.js';

interface RefreshOptions {
  all?: boolean;
  failing?: boolean;
  json?: boolean;
}

/** `source refresh` */
export async function refreshSources(
  slugs: readonly string[],
  { all, failing, json }: RefreshOptions,
): Promise<void> {
  await withDatabase(async (database, config) => {
    const where = failing ? sql`p.failures > 0` : all ? sql`p.state = 'ACTIVE'` : undefined;
    const sources = await chosenSources(database, slugs, where);
    if (sources.length === 0) {
      say(failing ? 'No source fails.' : 'No source is read yet: "broadsheet source add URL" adds one.');
      return;
    }
    const show = json ? runJson : runLine;
    const reports = await refreshEach(database, config, sources, (source, report) =>
      process.stdout.write(`${show(source, report)}\n`),
    );
    if (!json && sources.length > 1) process.stdout.write(`${summary(reports, sources.length)}\n`);
    if (reports.length < sources.length || reports.some(isBad)) process.exitCode = 1;
  });
}

/**
 * Reads sources now, some at a time, and tells of each when it has ended. An interrupt ends what goes on before its next
 * batch, and begins no more.
 */
export async function refreshEach(
  database: Database,
  config: Config,
  sources: readonly Source[],
  onReport: (source: Source, report: RunReport) => void,
): Promise<RunReport[]> {
  const { changeListeners } = await import('../change-listeners.js');
  const web = lazyWebClient(config);
  const ingestion = createIngestion({
    database,
    listeners: changeListeners,
    web: await web.client(),
    // What went wrong is said by the command itself.
    logger: createLogger('silent'),
    concurrency: config.INGEST_CONCURRENCY,
  });
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    say('Stopping. Interrupt again to end at once.');
    void ingestion.stop();
  };
  process.on('SIGINT', stop);
  const bar = progressBar(sources.length > 1 ? sources.length : undefined);
  const reports: RunReport[] = [];
  try {
    await Promise.all(
      sources.map(async (source) => {
        const report = await ingestion.refresh(source.id).catch((error) => {
          if (isStopping) return undefined;
          throw error;
        });
        if (!report) return;
        reports.push(report);
        onReport(source, report);
        bar.update(reports.length, source.slug);
      }),
    );
    return reports;
  } finally {
    bar.stop();
    process.off('SIGINT', stop);
    await ingestion.stop();
    await web.close();
  }
}

/** What came of a run, in a line; of a failed one a second line says what to try. */
export function runLine({ slug }: Source, { run, failure }: RunReport): string {
  if (failure) {
    const fault = failure.code === 'INTERNAL' ? `: ${String(failure.cause)}` : '';
    return `failed\t${slug}\t${failure.code}: ${oneLine(failure.message + fault)}\n  ${failure.advice}`;
  }
  const { outcome, entries, published, modified, unchanged, copies, rejected, pending } = run;
  if (outcome === 'INTERRUPTED')
    return `interrupted\t${slug}\twhat it had stored stays; the rest is read again`;
  if (outcome === 'NOT_MODIFIED') return `as before\t${slug}\tnothing new`;
  const further = [
    ...(copies > 0 ? [`${copies} copies`] : []),
    ...(pending > 0 ? [`${pending} pages still to be fetched`] : []),
  ];
  return `read\t${slug}\t${[
    `${entries} entries: ${published} articles published`,
    ...[`${modified} modified`, `${unchanged} unchanged`, `${rejected} refused`],
    ...further,
  ].join(', ')}`;
}

function runJson({ slug }: Source, { run, failure }: RunReport): string {
  const { outcome, entries, published, modified, unchanged, copies, rejected, pending } = run;
  const problem = failure && { code: failure.code, message: failure.message, advice: failure.advice };
  const counts = { entries, published, modified, unchanged, copies, rejected, pending };
  return JSON.stringify({ source: slug, outcome, ...counts, problem: problem ?? null });
}

function summary(reports: readonly RunReport[], wanted: number): string {
  const sum = (name: 'published' | 'modified' | 'copies' | 'rejected') =>
    reports.reduce((total, { run }) => total + run[name], 0);
  const failed = reports.filter(({ run }) => run.outcome === 'FAILED').length;
  const read = reports.filter((report) => !isBad(report)).length;
  const left = wanted > read + failed ? `, ${wanted - read - failed} left` : '';
  return `${read} sources read, ${failed} failed${left}; ${sum('published')} articles published, ${sum('modified')} modified, ${sum('copies')} copies, ${sum('rejected')} refused`;
}

function isBad({ run }: RunReport): boolean {
  return run.outcome === 'FAILED' || run.outcome === 'INTERRUPTED';
}
