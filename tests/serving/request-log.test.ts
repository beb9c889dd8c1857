import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

const requests = () => app.log.filter(({ msg }) => msg === 'request');

beforeEach(() => {
  app.log.length = 0;
});

describe('the log', () => {
  it('has one line a request: method, path, status and time', async () => {
    await app.graphql('{ __typename }');
    await app.graphql('{ unheardOf }');
    await (await fetch(`${app.url}/nowhere?q=1`)).text();
    await (await fetch(`${app.url}/livez`, { method: 'HEAD' })).text();
    const common = {
      level: 'info',
      time: expect.any(String),
      milliseconds: expect.any(Number),
      msg: 'request',
    };
    expect(app.log).toMatchObject([
      { ...common, method: 'POST', path: '/graphql', status: 200 },
      { ...common, method: 'POST', path: '/graphql', status: 400 },
      { ...common, method: 'GET', path: '/nowhere', status: 404 },
      { ...common, method: 'HEAD', path: '/livez', status: 200 },
    ]);
    expect(Date.parse(String(app.log[0]?.time))).toBeGreaterThan(Date.now() - 60_000);
  });

  it('does not tell who asks, for what, or with which token', async () => {
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'agent-of-mine',
      'x-forwarded-for': '203.0.113.77',
      cookie: 'session=of-mine',
      referer: 'https://portal.example/where-from',
    };
    const query = new URLSearchParams({ query: '{ article(slug: "what-is-read") { __typename } }' });
    await (await fetch(`${app.url}/graphql?${query}`, { headers })).text();
    await app.graphql('{ __typename }', {}, { ...headers, authorization: `Bearer ${app.editorToken}` });
    await app.graphql('{ __typename }', {}, { ...headers, authorization: 'Bearer bs_made-up' });
    await (
      await fetch(`${app.url}/views`, { method: 'POST', headers, body: '{"articleIds":["what-is-read"]}' })
    ).text();
    await (await fetch(`${app.url}/graphql`, { method: 'POST', headers, body: 'what-is-read' })).text();
    expect(requests().map(({ status }) => status)).toEqual([200, 200, 401, 400, 400]);
    const log = JSON.stringify(app.log);
    for (const secret of [
      '127.0.0.1',
      '203.0.113',
      'of-mine',
      'what-is-read',
      'where-from',
      'bs_',
      'Bearer',
    ]) {
      expect(log).not.toContain(secret);
    }
  });
});
