import { rename } from 'node:fs/promises';
import { startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/database.js';
import { createLogger } from '../../src/observability/logger.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { freshDatabaseUrl, postgresUrl } from '../support/database.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

let app: TestApp;
let finish: () => Promise<void>;
/** Takes the database away, and brings it back. */
let away: () => Promise<void>;
let back: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabaseUrl();
  const url = new URL(fresh.url);
  finish = fresh.remove;
  if (postgresUrl) {
    const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${proxy.port}`;
    away = proxy.cut;
    back = proxy.restore;
    finish = async () => {
      await proxy.cut();
      await fresh.remove();
    };
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
  await finish();
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
    const refused = await app.edit(
      'mutation { saveCategory(input: { slug: "lost", name: "Lost" }) { created } }',
    );
    expect(refused.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
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
    const unmigrated = await startApp(readConfig({ PORT: '0' }), database, createLogger('silent'));
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
