import { rename } from 'node:fs/promises';
import { startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/database.js';
import { createLogger } from '../../src/observability/logger.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { freshDatabaseUrl, postgresUrl } from '../support/database.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const password = 'swordfish';
let app: TestApp;
let remove: () => Promise<void>;
/** Takes the database away, and brings it back. */
let away: () => Promise<void>;
let back: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabaseUrl();
  const url = new URL(fresh.url);
  remove = fresh.remove;
  if (postgresUrl) {
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${proxy.port}`;
    url.password = password;
    away = proxy.cut;
    back = proxy.restore;
  } else {
    const file = fresh.url.slice('sqlite:'.length);
    away = () => rename(file, `${file}.away`);
    back = () => rename(`${file}.away`, file);
  }
  const database = await openDatabase({ url: postgresUrl ? url.href : fresh.url });
  await database.migrate();
  app = await startTestApp({ database });
});

afterAll(async () => {
  await app.stop();
  await remove();
});

async function get(path: string, base = app.url): Promise<[number, unknown]> {
  const response = await fetch(`${base}${path}`);
  return [response.status, await response.json()];
}

const ready = [200, { status: 'ok' }];
const unready = [503, { status: 'unavailable', reason: 'the database does not answer' }];

describe('/livez and /readyz', () => {
  it('tell a server that runs from one that can answer, and see the database come back', async () => {
    expect([await get('/livez'), await get('/readyz')]).toEqual([ready, ready]);
    await away();
    expect([await get('/livez'), await get('/readyz')]).toEqual([ready, unready]);
    await back();
    expect([await get('/livez'), await get('/readyz')]).toEqual([ready, ready]);
  });

  it('are not to be kept by caches', async () => {
    for (const path of ['/livez', '/readyz']) {
      expect((await fetch(`${app.url}${path}`)).headers.get('cache-control')).toBe('no-store');
    }
  });

  it('/readyz names the migrations that are pending, and is well once they are applied', async () => {
    const { url, remove: removeUnmigrated } = await freshDatabaseUrl();
    const database = await openDatabase({ url });
    const unmigrated = await startApp(readConfig({ PORT: '0' }), {
      database,
      logger: createLogger('silent'),
    });
    try {
      const reason = expect.stringMatching(/broadsheet migrate.*Foundation/);
      expect(await get('/readyz', unmigrated.url)).toEqual([503, { status: 'unavailable', reason }]);
      await database.migrate();
      expect(await get('/readyz', unmigrated.url)).toEqual(ready);
    } finally {
      await unmigrated.stop();
      await database.close();
      await removeUnmigrated();
    }
  });
});

// An open SQLite file answers even after it was moved; a server that is cut off does not.
(postgresUrl ? describe : describe.skip)('while the database is away', () => {
  const recordViews = 'mutation { recordViews(input: {articleIds: ["QXJ0aWNsZTox"]}) { recorded } }';

  beforeAll(() => away());

  it('readers and writers get a masked error whose id is in the log', async () => {
    for (const query of ['{ article(slug: "a") { __typename } }', '{ categories { id } }', recordViews]) {
      const { errors } = await app.graphql(query);
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('cannot be reached'),
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ]);
      const { errorId } = errors?.[0]?.extensions ?? {};
      expect(app.log.filter((line) => line.errorId === errorId)).toMatchObject([
        { level: 'error', err: { message: expect.any(String) } },
      ]);
    }
  });

  it('a token cannot be checked: 503', async () => {
    expect(await app.edit('{ __typename }')).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
  });

  it('views are refused: 503', async () => {
    const body = JSON.stringify({ articleIds: ['QXJ0aWNsZTox'] });
    const response = await fetch(`${app.url}/views`, { method: 'POST', body });
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'SERVICE_UNAVAILABLE' }]);
  });

  it('what needs no database is answered, and so are the pages', async () => {
    expect((await app.graphql('{ __typename }')).data).toEqual({ __typename: 'Query' });
    expect((await fetch(app.url)).status).toBe(200);
  });

  it('nobody is told its address or password', async () => {
    const { errors } = await app.graphql('{ categories { id } }');
    expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
    expect(JSON.stringify(app.log)).not.toContain(password);
  });

  it('a request succeeds as soon as it is back', async () => {
    await back();
    expect((await app.graphql('{ categories { id } }')).data).toEqual({ categories: [] });
    expect(
      (await app.edit('mutation { saveCategory(input: {slug: "a", name: "A"}) { created } }')).data,
    ).toEqual({
      saveCategory: { created: true },
    });
    expect(await get('/readyz')).toEqual(ready);
  });
});
