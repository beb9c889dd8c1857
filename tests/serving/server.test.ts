import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { startTestApp, type TestApp } from '../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ env: { PUBLIC_URL: 'https://portal.example/content/' } });
});

afterAll(() => app.stop());

const json = { 'content-type': 'application/json' };
const typename = JSON.stringify({ query: '{ __typename }' });

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${app.url}${path}`, init);
}

describe('a request that any web page can make in its visitor’s name', () => {
  it.each([
    ['a form as text/plain', { 'content-type': 'text/plain' }, 400],
    ['text/plain with parameters', { 'content-type': 'Text/Plain; charset=utf-8' }, 400],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form with files', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
  ])('is refused: POST of %s', async (_what, headers, status) => {
    const response = await ask('/graphql', { method: 'POST', headers, body: typename });
    expect([response.status, await response.json()]).toEqual([status, { errors: [expect.anything()] }]);
  });

  it('is refused: GET without a header of ours', async () => {
    const response = await ask('/graphql?query={__typename}');
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/CSRF.*apollo-require-preflight/s);
  });

  it('is refused: a body of no known type', async () => {
    const response = await ask('/graphql', { method: 'POST', body: new Blob([typename]) });
    expect([response.status, await response.json()]).toEqual([
      415,
      {
        errors: [
          {
            message: expect.stringContaining('application/json'),
            extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' },
          },
        ],
      },
    ]);
  });
});

describe('the type of a request', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'may be %s',
    async (type) => {
      const response = await ask('/graphql', {
        method: 'POST',
        headers: { 'content-type': type },
        body: typename,
      });
      expect([response.status, await response.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    },
  );

  it('is believed: what is no JSON is refused as such', async () => {
    const response = await ask('/graphql', { method: 'POST', headers: json, body: '{"query":' });
    expect([response.status, await response.json()]).toEqual([
      400,
      { errors: [{ message: expect.stringContaining('JSON'), extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });

  it('is application/graphql-response+json in answers to clients that know it', async () => {
    const headers = { ...json, accept: 'application/graphql-response+json, application/json;q=0.9' };
    const response = await ask('/graphql', { method: 'POST', headers, body: typename });
    expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json/);
  });
});

describe('methods', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])(
    '%s /graphql is 405 and names those that are allowed',
    async (method) => {
      const response = await ask('/graphql', { method, headers: json, body: typename });
      expect([response.status, response.headers.get('allow'), await response.json()]).toEqual([
        405,
        'GET, POST',
        {
          errors: [
            { message: expect.stringContaining('GET, POST'), extensions: { code: 'METHOD_NOT_ALLOWED' } },
          ],
        },
      ]);
    },
  );

  it('HEAD / is GET / without a body', async () => {
    const response = await ask('/', { method: 'HEAD' });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      '',
    ]);
  });

  it('HEAD /graphql is refused', async () => {
    const response = await ask('/graphql', { method: 'HEAD', headers: json });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('OPTIONS without an Origin is answered', async () => {
    expect((await ask('/graphql', { method: 'OPTIONS' })).status).toBe(204);
  });
});

describe('an unknown path', () => {
  it.each(['/graphiql', '/articles/1?x=1', '/graphql/x', '/..%2f..%2fetc/passwd'])(
    '%s is 404',
    async (path) => {
      const response = await ask(path);
      expect([response.status, await response.json()]).toEqual([
        404,
        { code: 'NOT_FOUND', message: expect.stringMatching(/\/graphql.*\/ /) },
      ]);
    },
  );

  it('is not one with a slash at its end', async () => {
    const response = await ask('/graphql/', { method: 'POST', headers: json, body: typename });
    expect(response.status).toBe(200);
  });
});

describe('a browser', () => {
  it('is shown Apollo Sandbox at /graphql', async () => {
    const response = await ask('/graphql', {
      headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/^text\/html/),
    ]);
    const page = await response.text();
    expect(page).toContain('<title>Broadsheet · Apollo Sandbox</title>');
    expect(page).toContain('"initialEndpoint":"/content/graphql"');
  });

  it('is shown the same at /', async () => {
    const page = await (await ask('/')).text();
    expect(page).toContain('<title>Broadsheet · Apollo Sandbox</title>');
    expect(page).toContain('"initialEndpoint":"/content/graphql"');
  });
});

describe('the Host header', () => {
  it.each([
    ['names no host', 'HTTP/1.1\r\nhost: ['],
    ['is missing', 'HTTP/1.0'],
  ])('is required: one that %s is 400', async (_what, head) => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.end(
      `GET /graphql?query={__typename} ${head}\r\nconnection: close\r\ncontent-type: application/json\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 .*"code":"BAD_REQUEST"/s);
  });

  it('is not what /livez cares about', async () => {
    const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
    socket.end('GET /livez HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });
});
