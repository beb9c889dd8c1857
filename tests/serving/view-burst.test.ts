import sql from 'sql-template-tag';
import { toGlobalId } from '../../resolvers/global-id.js';
import { openWorkspace, type Workspace } from '../cli/run.js';
import { draftOf, makeShelves, writerIn } from '../support/corpus.js';
import { type ServerProcess, startServer } from '../support/server-process.js';

/** A reader of its own. */
const browser = (n: number): string =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${n}.0) Gecko/20100101 Firefox/${n}.0`;

let workspace: Workspace;
let articleIds: number[];

beforeEach(async () => {
  workspace = await openWorkspace();
  const database = await workspace.open();
  await database.migrate();
  const { sources } = await makeShelves(database);
  articleIds = await database.transaction(async (tx) => {
    const outcomes = await writerIn(tx).publish([1, 2, 3].map((n) => draftOf(n, { sourceId: sources[0] })));
    return outcomes.map((outcome) => (outcome.kind === 'REFUSED' ? 0 : outcome.articleId));
  });
  await database.close();
});

afterEach(() => workspace.remove());

type Counts = Map<number, number>;

interface Burst {
  sent: Counts;
  acknowledged: Counts;
}

/** Many readers at once send views of one article or two until the server is gone; `onAcknowledged` hears how many were. */
async function burst(server: ServerProcess, onAcknowledged: (count: number) => void): Promise<Burst> {
  const sent: Counts = new Map();
  const acknowledged: Counts = new Map();
  const add = (counts: Counts, ids: number[]) => {
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  };
  let reader = 0;
  let total = 0;
  const send = async (): Promise<void> => {
    const ids = articleIds.slice(reader % 3, (reader % 3) + 2);
    add(sent, ids);
    const response = await fetch(`${server.url}/views`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'user-agent': browser(reader++) },
      body: JSON.stringify({ articleIds: ids.map((id) => toGlobalId('Article', id)) }),
    });
    if (response.status === 204) {
      add(acknowledged, ids);
      onAcknowledged(++total);
    }
  };
  const sender = async (): Promise<void> => {
    for (;;) await send();
  };
  await Promise.allSettled(Array.from({ length: 24 }, sender));
  return { sent, acknowledged };
}

/** Views on disk: in all, and by hour. */
async function stored(): Promise<{ all: Counts; hourly: Counts }> {
  const database = await workspace.open();
  try {
    const counts = async (rows: Promise<{ id: number; views: number }[]>): Promise<Counts> =>
      new Map((await rows).map(({ id, views }) => [id, Number(views)]));
    return {
      all: await counts(database.query(sql`SELECT article_id AS id, views FROM popularity`)),
      hourly: await counts(
        database.query(
          sql`SELECT article_id AS id, sum(views) AS views FROM view_bucket GROUP BY article_id`,
        ),
      ),
    };
  } finally {
    await database.close();
  }
}

const enough = 300;

describe('a burst of views', () => {
  it('that kill -9 cuts off has lost none that was acknowledged, and doubled none', async () => {
    const server = await startServer(workspace);
    const { sent, acknowledged } = await burst(server, (count) => count === enough && server.kill('SIGKILL'));
    expect((await server.ended).code).toBeNull();

    const again = await startServer(workspace);
    const { all, hourly } = await stored();
    expect([...acknowledged.values()].reduce((sum, views) => sum + views)).toBeGreaterThanOrEqual(enough);
    for (const id of articleIds) {
      expect(all.get(id)).toBeGreaterThanOrEqual(acknowledged.get(id) ?? 0);
      expect(all.get(id)).toBeLessThanOrEqual(sent.get(id) ?? 0);
    }
    expect(hourly).toEqual(all);
    expect((await again.end('SIGTERM')).code).toBe(0);
  });

  it('that SIGTERM ends is on disk as far as it was acknowledged', async () => {
    const server = await startServer(workspace);
    const { acknowledged } = await burst(server, (count) => count === enough && server.kill('SIGTERM'));
    expect((await server.ended).code).toBe(0);
    const { all, hourly } = await stored();
    expect(all).toEqual(acknowledged);
    expect(hourly).toEqual(all);
  });
});
