import sql from 'sql-template-tag';
import { HubSubscription } from '../../entities/hub-subscription.js';
import { IngestReject } from '../../entities/ingest-reject.js';
import { IngestRun } from '../../entities/ingest-run.js';
import type { Transaction } from '../../src/database/database.js';
import { insertStatements } from '../../src/database/rows.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeShelves, writerIn } from '../support/corpus.js';

const noon = Date.UTC(2026, 0, 2, 12);
const none = { entries: 0, published: 0, modified: 0, unchanged: 0, copies: 0, rejected: 0, pending: 0 };

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { INGEST: 'false' } });
  const { sources } = await makeShelves(app.database);
  const [north, south] = sources;
  await app.database.transaction(async (tx) => {
    for (const slug of ['north', 'south'])
      await writerIn(tx).saveSource({ slug, feedUrl: `https://${slug}.example/feed` });
    await insert(tx, IngestRun, [
      run(1, north, { published: 3, entries: 4, rejected: 1 }),
      run(2, south, {
        outcome: 'FAILED',
        httpStatus: 500,
        problemCode: 'STATUS',
        problem: 'south.example answered 500',
      }),
      run(3, north, { outcome: 'NOT_MODIFIED', httpStatus: 304 }),
    ]);
    await insert(tx, IngestReject, [
      {
        runId: 1,
        position: 0,
        sourceId: north,
        at: noon,
        url: null,
        headline: 'Lost',
        code: 'NO_ADDRESS',
        reason: 'the entry has no address',
      },
    ]);
  });
});
afterAll(() => app.stop());

function run(id: number, sourceId: number, more: Partial<IngestRun>): Partial<IngestRun> {
  const startedAt = noon + id;
  return {
    id,
    sourceId,
    trigger: 'SCHEDULE',
    outcome: 'SUCCEEDED',
    startedAt,
    finishedAt: startedAt + 5,
    ...none,
    ...more,
  };
}

async function insert<Row extends object>(
  tx: Transaction,
  entity: new () => Row,
  rows: Partial<Row>[],
): Promise<void> {
  for (const statement of insertStatements(entity, rows)) await tx.execute(statement);
}

const readings = `{
  sources(first: 3) { nodes { slug health { state } runs { id outcome source { slug } }
    rejects { at url headline code reason } } }
  ingestRuns(first: 2) { id trigger outcome startedAt finishedAt httpStatus problemCode problem entries published rejected }
}`;

describe('the reading of sources', () => {
  it('is shown to editors: runs and rejects with reasons, the newest first', async () => {
    const { data, errors } = await app.edit(readings);
    expect(errors).toBeUndefined();
    const [north, south, west] = data.sources.nodes;
    expect(north.runs.map(({ id, outcome }: IngestRun) => [id, outcome])).toEqual([
      ['3', 'NOT_MODIFIED'],
      ['1', 'SUCCEEDED'],
    ]);
    expect(north.runs[0].source).toEqual({ slug: 'north' });
    expect(north.rejects).toEqual([
      {
        at: '2026-01-02T12:00:00.000Z',
        url: null,
        headline: 'Lost',
        code: 'NO_ADDRESS',
        reason: 'the entry has no address',
      },
    ]);
    expect(south.rejects).toEqual([]);
    expect(west).toEqual({ slug: 'west', health: null, runs: [], rejects: [] });
    expect(data.ingestRuns).toMatchObject([
      { id: '3', entries: 0 },
      {
        id: '2',
        outcome: 'FAILED',
        httpStatus: 500,
        problemCode: 'STATUS',
        problem: 'south.example answered 500',
      },
    ]);
    const { data: failed } = await app.edit('{ ingestRuns(outcome: [FAILED]) { id } }');
    expect(failed.ingestRuns).toEqual([{ id: '2' }]);
  });

  it('is read in one statement a kind, however many sources are asked for', async () => {
    app.statements.length = 0;
    await app.edit('{ sources(first: 3) { nodes { health { state } runs { id } rejects { code } } } }');
    const about = (table: string) => app.statements.filter((text) => text.includes(table)).length;
    expect([about('FROM source_polling'), about('JOIN ingest_run'), about('FROM ingest_reject')]).toEqual([
      1, 1, 1,
    ]);
  });

  it('is nothing for readers: null, and an error that says so, while the rest is answered', async () => {
    const { data, errors } = await app.graphql(
      '{ ingestRuns { id } failingSources { slug } source(slug: "north") { slug health { state } runs { id } rejects { code } } }',
    );
    expect(data).toEqual({
      ingestRuns: null,
      failingSources: null,
      source: { slug: 'north', health: null, runs: null, rejects: null },
    });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(Array(5).fill('UNAUTHENTICATED'));
  });

  it('refuses lengths out of bounds by name', async () => {
    const { errors } = await app.edit(
      '{ source(slug: "north") { runs(first: 51) { id } } ingestRuns(first: 0) { id } }',
    );
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
      { extensions: { code: 'BAD_USER_INPUT', argument: 'first' } },
    ]);
  });

  it('is asked for, resumed and paused by editors', async () => {
    const change = async (name: string, slug = 'north') => {
      const { data } = await app.edit(
        `mutation ($slug: String!) { ${name}(input: {slug: $slug}) {
          source { health { state nextRunAt nextRunReason failures } } userErrors { code field message } } }`,
        { slug },
      );
      return data[name];
    };
    expect(await change('refreshSource')).toEqual({
      source: {
        health: { state: 'PAUSED', nextRunAt: expect.any(String), nextRunReason: 'REQUESTED', failures: 0 },
      },
      userErrors: [],
    });
    expect((await change('resumeSource')).source.health.state).toBe('ACTIVE');
    expect((await change('pauseSource')).source.health).toEqual({
      ...{ state: 'PAUSED', nextRunAt: null, nextRunReason: null, failures: 0 },
    });
    expect(await change('refreshSource', 'west')).toEqual({
      source: null,
      userErrors: [{ code: 'INVALID', field: 'slug', message: 'it has no feed: set its feedUrl first' }],
    });
    expect(await change('pauseSource', 'nobody')).toMatchObject({
      source: null,
      userErrors: [{ code: 'NOT_FOUND', field: 'slug' }],
    });
  });

  it('tells of the hub that calls when there is something new', async () => {
    await app.edit('mutation { resumeSource(input: {slug: "north"}) { userErrors { code } } }');
    const ask = '{ source(slug: "north") { health { hub { hubUrl state leaseUntil problem } } } }';
    expect((await app.edit(ask)).data.source.health).toEqual({ hub: null });
    await app.database.transaction(async (tx) => {
      const [{ id }] = (await tx.query(sql`SELECT id FROM source WHERE slug = 'north'`)) as [{ id: number }];
      await insert(tx, HubSubscription, [
        {
          ...{
            callbackId: 'secret',
            sourceId: id,
            topicUrl: 'https://north.example/feed',
            dueAt: noon,
            failures: 0,
          },
          ...{
            hubUrls: ['https://hub.example/'],
            hubUrl: 'https://hub.example/',
            state: 'ACTIVE',
            leaseUntil: noon,
          },
        },
      ]);
    });
    expect((await app.edit(ask)).data.source.health).toEqual({
      hub: {
        hubUrl: 'https://hub.example/',
        state: 'ACTIVE',
        leaseUntil: '2026-01-02T12:00:00.000Z',
        problem: null,
      },
    });
  });

  it('shows what fails most first', async () => {
    await app.edit('mutation { refreshSource(input: {slug: "south"}) { userErrors { code } } }');
    await app.database.transaction((tx) =>
      tx.execute(
        sql`UPDATE source_polling SET failures = 3, problem_code = 'STATUS', problem = 'south.example answered 500'
          WHERE source_id = (SELECT id FROM source WHERE slug = 'south')`,
      ),
    );
    const { data } = await app.edit('{ failingSources { slug health { failures problemCode problem } } }');
    expect(data.failingSources).toEqual([
      {
        slug: 'south',
        health: { failures: 3, problemCode: 'STATUS', problem: 'south.example answered 500' },
      },
    ]);
  });
});
