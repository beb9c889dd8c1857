import { createWebClient, type WebClientOptions } from '../../src/http/create-web-client.js';
import { type FetchFailure, fetchFailures } from '../../src/http/fetch-failure.js';
import type { WebClient, WebRequest } from '../../src/http/web-client.js';
import { certificate } from '../support/localhost-certificate.js';
import { type Handler, type Publisher, type PublisherOptions, startPublisher } from '../support/publisher.js';

const open: { close?(): unknown; stop?(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await (one.close ?? one.stop)?.call(one);
});

const now = Date.UTC(2026, 0, 15, 12);

function client(options: Partial<WebClientOptions> = {}): WebClient {
  const web = createWebClient({
    userAgent: 'Broadsheet/0.1 (+https://contact.example)',
    allowedNetworks: ['127.0.0.0/8'],
    perHost: { pauseMs: 0 },
    now: () => now,
    ...options,
  });
  open.push(web);
  return web;
}
async function publisher(handle: Handler, options?: PublisherOptions): Promise<Publisher> {
  const started = await startPublisher(handle, options);
  open.push(started);
  return started;
}
const failureOf = (web: WebClient, request: WebRequest): Promise<FetchFailure> =>
  web.fetch(request).then(
    ({ status }) => Promise.reject(new Error(`It answered ${status}`)),
    (failure) => failure,
  );
/** Redirects each path to where the table says, and answers what is not in it with the path. */
const redirecting =
  (table: Record<string, [status: number, location: string]>): Handler =>
  ({ path, method }, response) => {
    const [status, location] = table[path] ?? [];
    if (!status) return response.end(`${method} ${path}`);
    response.writeHead(status, { location }).end('moved');
  };

describe('a document', () => {
  it('comes with its address, status and headers', async () => {
    const { origin, requests } = await publisher((_, response) =>
      response.writeHead(201, { ETag: '"1"', 'X-Two': ['a', 'b'] }).end('<rss/>'),
    );
    const response = await client().fetch({ url: `${origin}/feed?a=1#top`, headers: { Accept: 'text/xml' } });
    expect(response).toMatchObject({
      url: `${origin}/feed?a=1`,
      permanentUrl: `${origin}/feed?a=1`,
      status: 201,
      headers: { etag: '"1"', 'x-two': 'a,b' },
      body: Buffer.from('<rss/>'),
    });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/feed?a=1' });
    expect(requests[0]?.headers).toMatchObject({
      accept: 'text/xml',
      'user-agent': 'Broadsheet/0.1 (+https://contact.example)',
      host: origin.slice('http://'.length),
    });
  });

  it('comes over the connection of the one before', async () => {
    const server = await publisher((_, response) => response.end('x'.repeat(100_000)));
    const web = client();
    for (let i = 0; i < 5; i++) await web.fetch({ url: server.origin });
    expect(server.connections).toBe(1);
  });

  it('comes over TLS where the certificate is trusted, and not where it is not', async () => {
    const { origin, requests } = await publisher((_, response) => response.end('safe'), { tls: true });
    const { body } = await client({ ca: certificate }).fetch({ url: origin });
    expect(body.toString()).toBe('safe');
    const failure = await failureOf(client(), { url: origin });
    expect(failure).toMatchObject({ code: 'TLS_FAILED', message: expect.stringContaining('self-signed') });
    expect(requests).toHaveLength(1);
  });

  it('comes over TLS from the host that the certificate names, and no other', async () => {
    const { port } = await publisher((_, response) => response.end('safe'), { tls: true });
    const lookup = ((_: string, __: object, done: (error: null, found: object[]) => void) =>
      done(null, [{ address: '127.0.0.1', family: 4 }])) as unknown as WebClientOptions['lookup'];
    const web = client({ ca: certificate, lookup });
    expect((await web.fetch({ url: `https://localhost:${port}` })).body.toString()).toBe('safe');
    const failure = await failureOf(web, { url: `https://publisher.example:${port}` });
    expect(failure).toMatchObject({
      code: 'TLS_FAILED',
      message: expect.stringContaining("cert's altnames"),
    });
  });

  it('is not fetched through a proxy that the environment names', async () => {
    const proxy = await publisher((_, response) => response.end('proxied'));
    const { origin } = await publisher((_, response) => response.end('direct'));
    process.env.http_proxy = proxy.origin;
    try {
      expect((await client().fetch({ url: origin })).body.toString()).toBe('direct');
    } finally {
      delete process.env.http_proxy;
    }
  });

  it('that has not changed is not sent again', async () => {
    const { origin } = await publisher(({ headers }, response) => {
      const isKnown = headers['if-none-match'] === 'W/"1"' && headers['if-modified-since'] === 'yesterday';
      response.writeHead(isKnown ? 304 : 200, { etag: 'W/"2"' }).end(isKnown ? '' : 'new');
    });
    const web = client();
    expect(await web.fetch({ url: origin, etag: 'W/"1"', lastModified: 'yesterday' })).toMatchObject({
      status: 304,
      headers: { etag: 'W/"2"' },
      body: Buffer.alloc(0),
    });
    expect(await web.fetch({ url: origin, etag: null })).toMatchObject({ status: 200 });
    expect(await web.fetch({ url: origin, etag: '"\u00031\n"' })).toMatchObject({ status: 200 });
  });

  it('may be posted to', async () => {
    const { origin, requests, robotsRequests } = await publisher((_, response) =>
      response.writeHead(204).end(),
    );
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    await client().fetch({ url: origin, method: 'POST', headers, body: 'hub.mode=subscribe&名=1' });
    expect(requests).toMatchObject([{ method: 'POST', body: 'hub.mode=subscribe&名=1', headers }]);
    expect(robotsRequests).toEqual([]);
  });
});

describe('an answer without a document', () => {
  it.each<[status: number, headers: Record<string, string>, failure: Partial<FetchFailure>]>([
    [404, {}, { code: 'STATUS', message: 'HOST answered 404 Not Found', status: 404, retryAt: undefined }],
    [410, { 'retry-after': '60' }, { code: 'STATUS', status: 410, retryAt: undefined }],
    [500, {}, { code: 'STATUS', message: 'HOST answered 500 Internal Server Error', retryAt: undefined }],
    [503, {}, { code: 'STATUS', status: 503, retryAt: undefined }],
    [503, { 'retry-after': '120' }, { code: 'RATE_LIMITED', status: 503, retryAt: now + 120_000 }],
    [
      429,
      { 'retry-after': 'Thu, 15 Jan 2026 13:00:00 GMT' },
      { code: 'RATE_LIMITED', retryAt: now + 3_600_000 },
    ],
    [
      429,
      {},
      { code: 'RATE_LIMITED', message: 'HOST answered 429 Too Many Requests', retryAt: now + 60_000 },
    ],
    [304, {}, { code: 'STATUS', status: 304 }],
    [300, { location: '/b' }, { code: 'STATUS', status: 300 }],
    [206, { 'content-range': 'bytes 0-1/9' }, { code: 'BAD_RESPONSE', message: 'HOST sends a part alone' }],
    [499, {}, { code: 'STATUS', message: 'HOST answered 499' }],
  ])('is a failure that says why: %s %j', async (status, headers, expected) => {
    const { origin } = await publisher((_, response) => response.writeHead(status, headers).end());
    const failure = await failureOf(client(), { url: origin });
    expect({ ...failure, message: failure.message.replace(/127\.0\.0\.1:\d+/, 'HOST') }).toMatchObject(
      expected,
    );
    expect(failure.advice).toBe(fetchFailures[failure.code]);
  });

  it('does not cost the connection where it is short, nor the wait where it is not', async () => {
    const server = await publisher(({ path }, response) => {
      response.writeHead(404);
      if (path === '/short') response.end('gone');
      else response.write('gone');
    });
    const web = client();
    for (let i = 0; i < 3; i++) await failureOf(web, { url: `${server.origin}/short` });
    expect(server.connections).toBe(1);
    expect(await failureOf(web, { url: `${server.origin}/unending` })).toMatchObject({ status: 404 });
  });
});

describe('a redirect', () => {
  it('is followed, and where it has moved for good is told', async () => {
    const last = await publisher(redirecting({ '/4': [301, '/5'] }));
    const { origin } = await publisher(
      redirecting({
        '/1': [301, '/2'],
        '/2': [308, 'http:3?x=%E6#top'],
        '/3?x=%E6': [302, `${last.origin}/4`],
      }),
    );
    const response = await client().fetch({ url: `${origin}/1` });
    expect(response).toMatchObject({ url: `${last.origin}/5`, permanentUrl: `${origin}/3?x=%E6` });
    expect(response.body.toString()).toBe('GET /5');
  });

  it.each([
    ['/報', '/%E5%A0%B1'],
    [Buffer.from('d0c2', 'hex').toString('latin1'), '/%D0%C2'],
  ])('keeps the bytes of its address', async (location, path) => {
    const sent = location.startsWith('/') ? Buffer.from(location).toString('latin1') : `/${location}`;
    const { origin } = await publisher(redirecting({ '/': [302, sent] }));
    expect((await client().fetch({ url: origin })).url).toBe(origin + path);
  });

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST'],
    [307, 'GET', 'GET'],
  ] as const)('%s turns %s into %s', async (status, method, then) => {
    const { origin, requests } = await publisher(redirecting({ '/': [status, '/there'] }));
    const headers = { 'content-type': 'text/plain' };
    const body = method === 'POST' ? 'news' : undefined;
    await client().fetch({ url: origin, method, headers, body });
    const [, second] = requests;
    expect(second).toMatchObject({ method: then, body: then === 'POST' ? 'news' : '' });
    expect(second?.headers['content-type']).toBe(then === 'POST' ? 'text/plain' : undefined);
  });

  it('tells another server nothing that was for the first', async () => {
    const last = await publisher((_, response) => response.end());
    const first = await publisher(redirecting({ '/1': [302, '/2'], '/2': [302, last.origin] }));
    const secret = { authorization: 'Bearer 1', cookie: 'a=1', 'x-api-key': '1' };
    const harmless = { accept: 'text/xml', 'if-none-match': '"1"' };
    await client().fetch({ url: `${first.origin}/1`, headers: { ...secret, ...harmless } });
    expect(first.requests[1]?.headers).toMatchObject({ ...secret, ...harmless });
    expect(last.requests[0]?.headers).toMatchObject(harmless);
    for (const name of Object.keys(secret)) expect(last.requests[0]?.headers).not.toHaveProperty(name);
  });

  it('from https to http is followed by a GET alone', async () => {
    const plain = await publisher((_, response) => response.end('plain'));
    const { origin } = await publisher(redirecting({ '/': [307, plain.origin] }), { tls: true });
    const web = client({ ca: certificate });
    expect((await web.fetch({ url: origin })).body.toString()).toBe('plain');
    const post: WebRequest = { url: origin, method: 'POST', body: 'secret' };
    expect(await failureOf(web, post)).toMatchObject({ code: 'BAD_RESPONSE' });
    expect(plain.requests).toHaveLength(1);
  });

  it.each([
    ['http://10.0.0.1/', 'ADDRESS_REFUSED'],
    ['http://169.254.169.254/latest/meta-data/', 'ADDRESS_REFUSED'],
    ['http://[::ffff:10.0.0.1]/', 'ADDRESS_REFUSED'],
    ['//0xA.1/', 'ADDRESS_REFUSED'],
    ['file:///etc/passwd', 'BAD_ADDRESS'],
    ['data:text/xml,<rss/>', 'BAD_ADDRESS'],
    ['javascript:alert(1)', 'BAD_ADDRESS'],
    ['gopher://127.0.0.1:6379/_FLUSHALL', 'BAD_ADDRESS'],
    ['http://user:secret@example.org/', 'BAD_ADDRESS'],
    ['http://', 'BAD_ADDRESS'],
    ['http://127.0.0.1:25/', 'BAD_ADDRESS'],
    ['', 'BAD_RESPONSE'],
    ['/', 'TOO_MANY_REDIRECTS'],
  ])('to "%s" is not followed', async (location, code) => {
    const { origin, requests } = await publisher(redirecting({ '/': [302, location] }));
    expect(await failureOf(client(), { url: origin })).toMatchObject({ code });
    expect(requests).toHaveLength(1);
  });

  it('is followed ten times', async () => {
    const { origin, requests } = await publisher(({ path }, response) =>
      response.writeHead(302, { location: `${path}x` }).end(),
    );
    const failure = await failureOf(client(), { url: `${origin}/` });
    expect(failure.code).toBe('TOO_MANY_REDIRECTS');
    expect(requests).toHaveLength(11);
  });

  it('in a circle ends where it closes', async () => {
    const { origin, requests } = await publisher(
      redirecting({ '/': [301, '/a'], '/a': [301, '/b'], '/b': [301, '/a'] }),
    );
    expect(await failureOf(client(), { url: origin })).toMatchObject({
      code: 'TOO_MANY_REDIRECTS',
      message: expect.stringContaining('in a circle'),
    });
    expect(requests).toHaveLength(3);
  });
});

describe('an address that is none', () => {
  it.each([
    ['feed.xml', 'BAD_ADDRESS'],
    ['http://localhost:8080/', 'ADDRESS_REFUSED'],
    ['http://127.0.0.1/', 'ADDRESS_REFUSED'],
  ])('fails before anything is sent: %s', async (url, code) => {
    expect(await failureOf(client({ allowedNetworks: [] }), { url })).toMatchObject({ code });
  });

  it('is told from options that are wrong', () => {
    expect(() => client({ allowedNetworks: ['everywhere'] })).toThrow(TypeError);
    expect(() => client({ userAgent: '(anonymous)' })).toThrow(TypeError);
  });
});

describe('a host', () => {
  it('is left alone for as long as it asks', async () => {
    let time = now;
    const server = await publisher(({ path }, response) =>
      response.writeHead(path === '/busy' ? 429 : 200, { 'retry-after': '60' }).end(),
    );
    const web = client({ now: () => time });
    await failureOf(web, { url: `${server.origin}/busy` });
    expect(await failureOf(web, { url: `${server.origin}/other` })).toMatchObject({
      code: 'RATE_LIMITED',
      retryAt: now + 60_000,
      message: expect.stringContaining('2026-01-15T12:01:00.000Z'),
    });
    expect(server.requests).toHaveLength(1);
    time += 60_000;
    expect(await web.fetch({ url: `${server.origin}/other` })).toMatchObject({ status: 200 });
  });

  it('is asked one thing at a time, and another meanwhile', async () => {
    let atOnce = 0;
    let most = 0;
    const slow = await publisher((_, response) => {
      most = Math.max(most, ++atOnce);
      setTimeout(() => {
        atOnce--;
        response.end();
      }, 10);
    });
    const silent = await publisher(() => undefined);
    const web = client();
    const stuck = failureOf(web, { url: silent.origin, timeoutMs: 3_000, signal: AbortSignal.timeout(200) });
    await Promise.all([1, 2, 3, 4].map((path) => web.fetch({ url: `${slow.origin}/${path}` })));
    expect(most).toBe(1);
    expect(await stuck).toMatchObject({ code: 'ABORTED' });
  });

  it('is waited for outside the time of a request', async () => {
    const { origin } = await publisher((_, response) => setTimeout(() => response.end(), 60));
    const web = client();
    const all = [1, 2, 3, 4, 5].map((path) =>
      web.fetch({ url: `${origin}/${path}`, timeoutMs: 200, robots: false }),
    );
    await expect(Promise.all(all)).resolves.toHaveLength(5);
  });
});

describe('robots.txt', () => {
  const saying =
    (text: string): Handler =>
    (_, response) =>
      response.end(text);

  it('is asked once, and obeyed', async () => {
    const robots = saying('User-agent: broadsheet\nDisallow: /private\n\nUser-agent: *\nDisallow: /\n');
    const server = await publisher((_, response) => response.end('page'), { robots });
    const web = client();
    expect(await web.fetch({ url: `${server.origin}/open` })).toMatchObject({ status: 200 });
    const failure = await failureOf(web, { url: `${server.origin}/private/1` });
    expect(failure).toMatchObject({
      code: 'REFUSED_BY_ROBOTS',
      message: `robots.txt of ${server.origin.slice(7)} forbids /private/1 to Broadsheet`,
    });
    expect(await web.fetch({ url: `${server.origin}/private/1`, robots: false })).toMatchObject({
      status: 200,
    });
    expect(await web.fetch({ url: `${server.origin}/private`, method: 'POST' })).toMatchObject({
      status: 200,
    });
    expect(server.robotsRequests).toHaveLength(1);
  });

  it('of where a redirect leads is obeyed too', async () => {
    const other = await publisher((_, response) => response.end(), {
      robots: saying('User-agent: *\nDisallow: /'),
    });
    const { origin } = await publisher(redirecting({ '/': [302, `${other.origin}/page`] }));
    expect(await failureOf(client(), { url: origin })).toMatchObject({ code: 'REFUSED_BY_ROBOTS' });
    expect(other.requests).toEqual([]);
  });

  it('sets the pause between requests, to half a minute at most', async () => {
    let time = now;
    const robots = saying('User-agent: *\nCrawl-delay: 3600');
    const server = await publisher((_, response) => response.end(), { robots });
    const web = client({ now: () => time });
    await web.fetch({ url: server.origin });
    time += 29_000;
    const signal = AbortSignal.timeout(100);
    const early = [1, 2].map((path) => failureOf(web, { url: `${server.origin}/${path}`, signal }));
    expect(await Promise.all(early)).toMatchObject([{ code: 'ABORTED' }, { code: 'ABORTED' }]);
    time += 1_000;
    expect(await web.fetch({ url: server.origin })).toMatchObject({ status: 200 });
  });

  it('costs no pause itself', async () => {
    const { origin } = await publisher((_, response) => response.end());
    const web = client({ perHost: { pauseMs: 600_000 } });
    expect(await web.fetch({ url: origin })).toMatchObject({ status: 200 });
  });

  it('is read as far as 500 kB', async () => {
    const text = `User-agent: *\nDisallow: /private\n${'# more\n'.repeat(100_000)}Disallow: /\n`;
    const { origin } = await publisher((_, response) => response.end(), { robots: saying(text) });
    const web = client();
    expect(await web.fetch({ url: `${origin}/open` })).toMatchObject({ status: 200 });
    expect(await failureOf(web, { url: `${origin}/private` })).toMatchObject({ code: 'REFUSED_BY_ROBOTS' });
  });

  it.each([0, 2])(
    'that never comes counts against the time of a request, after %i redirects too',
    async (hops) => {
      const silent = await publisher(() => undefined, { robots: () => undefined });
      let next = silent.origin;
      for (let i = 0; i < hops; i++) next = (await publisher(redirecting({ '/': [302, next] }))).origin;
      const signal = AbortSignal.timeout(5_000); // Half of what a robots.txt may take.
      const failure = await failureOf(client(), { url: next, timeoutMs: 200, signal });
      expect(failure).toMatchObject({
        code: 'TIMED_OUT',
        message: expect.stringContaining(`${silent.origin}/robots.txt cannot be read`),
      });
    },
  );

  it('of several servers, each slow, counts in all', async () => {
    const robots: Handler = (_, response) => setTimeout(() => response.writeHead(404).end(), 60);
    let next = (await publisher((_, response) => response.end(), { robots })).origin;
    for (let i = 0; i < 4; i++)
      next = (await publisher(redirecting({ '/': [302, next] }), { robots })).origin;
    expect(await failureOf(client(), { url: next, timeoutMs: 200 })).toMatchObject({ code: 'TIMED_OUT' });
  });

  it('is waited for outside the time of a request while its host has others to answer', async () => {
    const { origin } = await publisher(({ path }, response) =>
      setTimeout(() => response.end(), path === '/slow' ? 250 : 0),
    );
    const web = client();
    const slow = web.fetch({ url: `${origin}/slow`, robots: false });
    expect(await web.fetch({ url: origin, timeoutMs: 150 })).toMatchObject({ status: 200 });
    await slow;
  });

  it('that does not come anew in time is the one that is known', async () => {
    let time = now;
    let isSilent = false;
    const robots: Handler = (_, response) => isSilent || response.end('User-agent: *\nDisallow: /private');
    const { origin } = await publisher((_, response) => response.end('page'), { robots });
    const web = client({ now: () => time });
    await web.fetch({ url: origin });
    isSilent = true;
    time += 25 * 3_600_000;
    expect(await failureOf(web, { url: `${origin}/private`, timeoutMs: 100 })).toMatchObject({
      code: 'REFUSED_BY_ROBOTS',
    });
  });

  it('that fails forbids everything until it does not', async () => {
    let isBroken = true;
    const robots: Handler = (_, response) => response.writeHead(isBroken ? 500 : 404).end();
    const server = await publisher((_, response) => response.end(), { robots });
    const web = client();
    const failure = await failureOf(web, { url: server.origin });
    expect(failure).toMatchObject({ code: 'STATUS', status: 500 });
    expect(failure.message).toContain('/robots.txt cannot be read, and forbids everything until it can');
    expect(server.requests).toEqual([]);
    isBroken = false;
    expect(await web.fetch({ url: server.origin })).toMatchObject({ status: 200 });
  });
});
