import type { PollingReason } from '../../entities/ingest-enums.js';
import type { Source } from '../../entities/source.js';
import type { SourcePolling } from '../../entities/source-polling.js';
import { pollingOf } from '../ingest/health.js';
import { withDatabase } from './database.js';
import { say } from './failure.js';
import { allSources } from './source-choice.js';
import { excerpt, instant, minute, table } from './source-table.js';

const reasons: Record<PollingReason, string> = {
  NEW: 'new',
  RHYTHM: 'its rhythm',
  PUBLISHER: 'the publisher asks for it',
  HUB: 'its hub calls earlier',
  BACK_OFF: 'waits after failures',
  RETRY_AFTER: 'its server named the time',
  REQUESTED: 'requested',
  UNFINISHED: 'pages are left to fetch',
};

/** `source list` */
export async function listAllSources({
  failing,
  json,
}: {
  failing?: boolean;
  json?: boolean;
}): Promise<void> {
  await withDatabase(async (database) => {
    const sources = await allSources(database);
    const pollings = await pollingOf(
      database,
      sources.map(({ id }) => id),
    );
    const rows = sources
      .map((source) => ({ source, polling: pollings.get(source.id) }))
      .filter(({ polling }) => !failing || (polling?.failures ?? 0) > 0);
    process.stdout.write(
      json
        ? `${JSON.stringify(
            rows.map(({ source, polling }) => sourceJson(source, polling)),
            undefined,
            2,
          )}\n`
        : table(
            ['SLUG', 'STATE', 'LAST SUCCESS', 'FAILURES', 'NEXT RUN', 'WHY'],
            rows.map(({ source, polling }) => cells(source, polling)),
          ),
    );
    if (rows.length === 0)
      say(failing ? 'No source fails.' : 'There are no sources: "broadsheet source add URL" adds one.');
  });
}

/** A source and how it is read, as JSON prints them. */
export function sourceJson(source: Source, polling: SourcePolling | undefined) {
  const { slug, name, homepageUrl, feedUrl, language, timeZone } = source;
  return {
    ...{ slug, name, homepageUrl, feedUrl, language, timeZone },
    state: polling?.state ?? null,
    lastRunAt: instant(polling?.lastRunAt),
    lastSuccessAt: instant(polling?.lastSuccessAt),
    lastChangeAt: instant(polling?.lastChangeAt),
    failures: polling?.failures ?? 0,
    problemCode: polling?.problemCode ?? null,
    problem: polling?.problem ?? null,
    intervalSeconds: polling?.intervalSeconds ?? null,
    nextRunAt: isRunComing(polling) ? instant(polling?.nextRunAt) : null,
    nextRunReason: isRunComing(polling) ? polling?.nextRunReason : null,
  };
}

/** When a source is read next, and why then. */
export function nextRun(polling: SourcePolling | undefined): { at: string; why: string } {
  if (!polling) return { at: '-', why: 'nobody asked for it to be read' };
  if (!isRunComing(polling)) return { at: '-', why: 'an operator or editor halted it' };
  return { at: minute(polling.nextRunAt), why: reasons[polling.nextRunReason] };
}

function isRunComing(polling: SourcePolling | undefined): boolean {
  return polling?.state === 'ACTIVE' || Boolean(polling?.requestedAt);
}

function cells(source: Source, polling: SourcePolling | undefined): string[] {
  const { at, why } = nextRun(polling);
  const state = polling?.state.toLowerCase() ?? 'not read';
  const failures = polling?.failures ?? 0;
  // The whole problem, with what to try, is in `source show`.
  const problem = failures > 0 && polling?.problem ? `: ${excerpt(polling.problem, 70)}` : '';
  return [source.slug, state, minute(polling?.lastSuccessAt), String(failures), at, `${why}${problem}`];
}
