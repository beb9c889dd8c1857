import Fastify from 'fastify';
import { articlePageQuery } from '../../src/serving/example-query.js';
import { landingPage, landingPageRoutes } from '../../src/serving/landing-page.js';

const example = { query: articlePageQuery, variables: { slug: 'tide-tables' } };

async function visit({ publicUrl = 'http://127.0.0.1:4000' } = {}) {
  const app = Fastify();
  await app.register(landingPageRoutes({ publicUrl, example: async () => example }));
  return app.inject('/');
}

function settingsIn(html: string) {
  return JSON.parse(html.match(/<script type="application\/json"[^>]*>(.*?)<\/script>/)?.[1] ?? '');
}

describe('GET /', () => {
  it('is Apollo Sandbox with the article-page query in it', async () => {
    const { statusCode, headers, body } = await visit();
    expect([statusCode, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body).toContain('https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd');
    expect(settingsIn(body)).toMatchObject({
      initialEndpoint: '/graphql',
      initialState: { document: articlePageQuery, variables: { slug: 'tide-tables' } },
    });
  });

  it('finds the endpoint under the path of the public URL', async () => {
    const { body } = await visit({ publicUrl: 'https://example.org/content/' });
    expect(settingsIn(body).initialEndpoint).toBe('/content/graphql');
  });

  it('links to the explorer and to documentation without JavaScript', async () => {
    const { body } = await visit();
    const plain = body.replace(/<script[\s\S]*?<\/script>/g, '');
    expect(plain).toContain('<a href="explorer">');
    expect(plain).toContain('<a href="https://graphql.org/learn/"');
    expect(plain).toContain('<noscript>');
  });

  it('runs inline script and style by a nonce that is new every time', async () => {
    const nonces = [await visit(), await visit()].map(({ headers, body }) => {
      const policy = String(headers['content-security-policy']);
      const nonce = policy.match(/script-src 'nonce-([^']+)'/)?.[1];
      const inline = [...body.matchAll(/<(?:script|style)(?! type="application\/json")([^>]*)>/g)];
      expect(inline.map(([, attributes]) => attributes)).toEqual([` nonce="${nonce}"`, ` nonce="${nonce}"`]);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("default-src 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('strict-origin-when-cross-origin');
      return nonce;
    });
    expect(new Set(nonces).size).toBe(2);
  });
});

describe('landingPage', () => {
  it('lets the page reach an endpoint at another origin, and only that one', () => {
    const html = landingPage({ endpoint: 'https://api.example.org/graphql', example, nonce: 'n' });
    expect(html).toContain('connect-src &#39;self&#39; https://api.example.org;');
    expect(landingPage({ endpoint: '/graphql', example, nonce: 'n' })).toContain(
      'connect-src &#39;self&#39;;',
    );
  });

  it('keeps a hostile slug inside its JSON', () => {
    const slug = '</script><script>alert(1)</script><!--\u2028\u2029&"\'';
    const html = landingPage({
      endpoint: '/graphql',
      example: { ...example, variables: { slug } },
      nonce: 'n',
    });
    expect(settingsIn(html).initialState.variables).toEqual({ slug });
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toMatch(/[\u2028\u2029]|<!--/);
  });
});
