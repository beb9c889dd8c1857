import sql from 'sql-template-tag';
import type { IngestReject } from '../../entities/ingest-reject.js';
import type { IngestRun } from '../../entities/ingest-run.js';
import { lastRejects, lastRuns, pollingOf } from '../ingest/health.js';
import { hubStateOf } from '../ingest/hub-state.js';
import { ruleOf } from '../ingest/source-rules.js';
import { withDatabase } from './database.js';
import { requireSource } from './source-choice.js';
import { nextRun, sourceJson } from './source-list.js';
import { excerpt, instant, minute, table } from './source-table.js';

const shown = { runs: 10, rejects: 10 };

/** `source show` */
export async function showSource(slug: string, { json }: { json?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const source = await requireSource(database, slug);
    const ids = [source.id];
    const polling = (await pollingOf(database, ids)).get(source.id);
    const runs = (await lastRuns(database, ids, shown.runs)).get(source.id) ?? [];
    const rejects = (await lastRejects(database, ids, shown.rejects)).get(source.id) ?? [];
    const hub = (await hubStateOf(database, ids)).get(source.id);
    const rule = await ruleOf(database, source.id);
    const [{ articles } = { articles: 0 }] = await database.query<{ articles: number }>(
      sql`SELECT COUNT(*) AS articles FROM article WHERE source_id = ${source.id}`,
    );
    if (json) {
      const hubJson = hub && {
        ...hub,
        leaseUntil: instant(hub.leaseUntil),
        deliveredAt: instant(hub.deliveredAt),
      };
      const all = {
        ...sourceJson(source, polling),
        articles,
        rule: rule ?? null,
        hub: hubJson ?? null,
        runs: runs.map(runJson),
        rejects: rejects.map(rejectJson),
      };
      process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
      return;
    }
    const next = nextRun(polling);
    const facts: [string, string | null | undefined][] = [
      ['name', source.name],
      ['home', source.homepageUrl],
      ['feed', source.feedUrl ?? (rule?.listings ? 'none: the listings of its front page are read' : 'none')],
      ['language', source.language],
      ['time zone', source.timeZone],
      ['articles', String(articles)],
      ['rule', rule ? Object.keys(rule).join(', ') : 'none'],
      ['state', polling?.state.toLowerCase() ?? 'not read'],
      ['last success', minute(polling?.lastSuccessAt)],
      ['last news', minute(polling?.lastChangeAt)],
      ['next run', `${next.at}, ${next.why}`],
      ['failures', String(polling?.failures ?? 0)],
      ['problem', polling?.problem],
      [
        'hub',
        hub &&
          `${hub.hubUrl} ${hub.state.toLowerCase()} until ${minute(hub.leaseUntil)}, last heard ${minute(hub.deliveredAt)}${hub.problem ? `; ${hub.problem}` : ''}`,
      ],
    ];
    process.stdout.write(
      table(
        [source.slug, ''],
        facts.flatMap(([name, value]) => (value ? [[name, value]] : [])),
      ),
    );
    if (runs.length > 0) process.stdout.write(`\n${runsTable(runs)}`);
    if (rejects.length > 0) process.stdout.write(`\n${rejectsTable(rejects)}`);
  });
}

function runsTable(runs: readonly IngestRun[]): string {
  const head = ['RUN', 'BY', 'OUTCOME', 'ENTRIES', 'NEW', 'CHANGED', 'COPIES', 'REJECTED', 'PROBLEM'];
  return table(
    head,
    runs.map((run) => [
      minute(run.startedAt),
      run.trigger.toLowerCase(),
      run.outcome.toLowerCase().replace('_', ' '),
      ...[run.entries, run.published, run.modified, run.copies, run.rejected].map(String),
      run.problem ?? '',
    ]),
  );
}

function rejectsTable(rejects: readonly IngestReject[]): string {
  return table(
    ['REJECTED', 'CODE', 'HEADLINE', 'ADDRESS', 'REASON'],
    rejects.map(({ at, code, headline, url, reason }) => [
      minute(at),
      code,
      excerpt(headline, 40),
      url ?? '-',
      reason,
    ]),
  );
}

function runJson({ id, source: _, sourceId: __, ...run }: IngestRun) {
  return { id: String(id), ...run, startedAt: instant(run.startedAt), finishedAt: instant(run.finishedAt) };
}

function rejectJson({ at, url, headline, code, reason }: IngestReject) {
  return { at: instant(at), url, headline, code, reason };
}
