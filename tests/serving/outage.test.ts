import { openWorkspace, type Workspace } from '../cli/run.js';
import { postgresUrl } from '../support/database.js';
import { type ServerProcess, startServer } from '../support/server-process.js';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.js';

// An open SQLite file can be read even after it was moved away (tests/serving/health.test.ts); a database that a wire
// leads to cannot.
(postgresUrl ? describe : describe.skip)('while the database is away', () => {
  const password = 'swordfish';
  const recordViews = 'mutation { recordViews(input: {articleIds: ["QXJ0aWNsZTox"]}) { recorded } }';
  let workspace: Workspace;
  let proxy: TcpProxy;
  let server: ServerProcess;

  beforeAll(async () => {
    workspace = await openWorkspace();
    const url = new URL(workspace.url);
    proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
    url.host = `127.0.0.1:${proxy.port}`;
    url.password = password;
    server = await startServer(workspace, { DATABASE_URL: url.href });
    expect(await server.graphql('{ categories { id } }')).toEqual({ status: 200, data: { categories: [] } });
    await proxy.cut();
  });

  afterAll(async () => {
    await server.end('SIGTERM');
    await proxy.cut();
    await workspace.remove();
  });

  it.each(['{ article(slug: "a") { __typename } }', '{ categories { id } }', recordViews])(
    'a masked error answers %s, whose id is in the log',
    async (query) => {
      const { errors } = await server.graphql(query);
      expect(errors).toMatchObject([
        {
          message: expect.stringContaining('cannot be reached'),
          extensions: { code: 'SERVICE_UNAVAILABLE' },
        },
      ]);
      expect(JSON.stringify(errors)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED/);
      const { errorId } = errors?.[0]?.extensions ?? {};
      expect(await server.logged((entry) => entry.errorId === errorId)).toMatchObject({
        level: 'error',
        err: { code: 'ECONNREFUSED' },
      });
    },
  );

  it('a token cannot be checked: 503', async () => {
    expect(await server.graphql('{ __typename }', { authorization: 'Bearer bs_any' })).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }],
    });
  });

  it('views are refused: 503', async () => {
    const body = JSON.stringify({ articleIds: ['QXJ0aWNsZTox'] });
    const response = await fetch(`${server.url}/views`, { method: 'POST', body });
    expect([response.status, await response.json()]).toMatchObject([503, { code: 'SERVICE_UNAVAILABLE' }]);
  });

  it('/readyz is 503, /livez is not, and what needs no database is answered', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${server.url}/livez`)).status).toBe(200);
    expect((await fetch(server.url)).status).toBe(200);
    expect(await server.graphql('{ __typename }')).toEqual({ status: 200, data: { __typename: 'Query' } });
  });

  it('requests succeed as soon as it is back', async () => {
    await proxy.restore();
    expect(await server.graphql('{ categories { id } }')).toEqual({ status: 200, data: { categories: [] } });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });

  it('connections that break while they are idle are replaced', async () => {
    await proxy.cut();
    await proxy.restore();
    expect(await server.graphql(recordViews)).toMatchObject({ data: { recordViews: { recorded: 0 } } });
  });

  it('the password is nowhere in the log', () => {
    expect(server.log.length).toBeGreaterThan(10);
    expect(JSON.stringify(server.log)).not.toContain(password);
  });
});
