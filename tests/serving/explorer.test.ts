import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { bundleExplorer } from '../../src/serving/explorer/bundle.js';
import { explorerRoutes } from '../../src/serving/explorer/routes.js';
import type { ExplorerSettings } from '../../src/serving/explorer/settings.js';

let folder: string;
let app: FastifyInstance;
let slug: string;
const example = async () => ({ query: articlePageQuery, variables: { slug } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'explorer-'));
  await bundleExplorer(folder);
  app = Fastify();
  await app.register(explorerRoutes({ example, folder }));
}, 120_000);

beforeEach(() => {
  slug = 'tide-tables';
});

afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

function settingsIn(html: string): ExplorerSettings {
  return JSON.parse(html.match(/<script type="application\/json"[^>]*>(.*?)<\/script>/)?.[1] ?? '');
}

/** The address of the page's script, as the page names it. */
async function scriptAddress(): Promise<string> {
  const { body } = await app.inject('/explorer');
  return `/${body.match(/<script type="module" src="([^"]+)"/)?.[1]}`;
}

describe('GET /explorer', () => {
  it('has the article-page query in its editor, with an article that is held at the time', async () => {
    const first = settingsIn((await app.inject('/explorer')).body);
    expect(first).toMatchObject({ query: articlePageQuery, variables: { slug: 'tide-tables' } });
    slug = 'harbour-news';
    expect(settingsIn((await app.inject('/explorer')).body).variables).toEqual({ slug: 'harbour-news' });
  });

  it('keeps a hostile slug inside its JSON', async () => {
    const hostile = '</script><script>alert(1)</script><!--\u2028\u2029&"\'';
    slug = hostile;
    const { body } = await app.inject('/explorer');
    expect(settingsIn(body).variables).toEqual({ slug: hostile });
    expect(body.match(/<script/g)).toHaveLength(2);
    expect(body).not.toMatch(/[\u2028\u2029]|<!--/);
  });

  it('allows scripts from its own origin only, and no evaluated or inline ones', async () => {
    const { headers, body } = await app.inject('/explorer');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self';");
    expect(policy).not.toContain('unsafe-eval');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
    expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('names only files that are served', async () => {
    const { body } = await app.inject('/explorer');
    const style = body.match(/<link rel="stylesheet" href="([^"]+)"/)?.[1];
    const scripts = [
      await scriptAddress(),
      ...Object.values(settingsIn(body).workers).map((name) => `/${name}`),
    ];
    for (const address of scripts) {
      const { statusCode, headers } = await app.inject(address);
      expect([address, statusCode, headers['content-type']]).toEqual([
        address,
        200,
        'text/javascript; charset=utf-8',
      ]);
    }
    const css = await app.inject(`/${style}`);
    expect([css.statusCode, css.headers['content-type']]).toEqual([200, 'text/css; charset=utf-8']);
  });

  it('says so where the bundle was never built', async () => {
    const unbuilt = Fastify();
    await unbuilt.register(explorerRoutes({ example, folder: join(folder, 'absent') }));
    const response = await unbuilt.inject('/explorer');
    expect(response.statusCode).toBe(503);
    expect(response.body).toContain('npm run build');
  });
});

describe('GET /explorer/assets/*', () => {
  it('answers in the best coding that the client accepts, each with its own entity tag', async () => {
    const url = await scriptAddress();
    const get = (acceptEncoding: string) =>
      app.inject({ url, headers: { 'accept-encoding': acceptEncoding } });
    const plain = await get('identity');
    const brotli = await get('gzip, deflate, br');
    const gzip = await get('gzip;q=1.0, br;q=0');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(brotliDecompressSync(brotli.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(gunzipSync(gzip.rawPayload).equals(plain.rawPayload)).toBe(true);
    expect(new Set([plain, brotli, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
  });

  it('may be kept for ever, and answers 304 to a client that has it', async () => {
    const url = await scriptAddress();
    const { headers } = await app.inject(url);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const again = await app.inject({ url, headers: { 'if-none-match': String(headers.etag) } });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    const other = await app.inject({ url, headers: { 'if-none-match': '"other"' } });
    expect(other.statusCode).toBe(200);
  });

  it.each([
    'manifest.json',
    '../manifest.json',
    '..%2fmanifest.json',
    '..%2f..%2f..%2fpackage.json',
    '%2fetc%2fpasswd',
    'constructor',
  ])('answers 404 to %s', async (name) => {
    expect((await app.inject(`/explorer/assets/${name}`)).statusCode).toBe(404);
  });
});
