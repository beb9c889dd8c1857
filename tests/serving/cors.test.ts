import { startTestApp } from '../support/app.js';

const portal = 'https://portal.example';

/** How a server with these CORS_ORIGINS answers a page of `portal`: its preflight, and the request that follows. */
async function visit(corsOrigins: string, origin = portal) {
  const app = await startTestApp({ env: { CORS_ORIGINS: corsOrigins } });
  try {
    const preflight = await fetch(`${app.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    const answer = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { origin, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    return {
      preflight,
      answer,
      allowed: [preflight, answer].map(({ headers }) => headers.get('access-control-allow-origin')),
    };
  } finally {
    await app.stop();
  }
}

describe('CORS_ORIGINS', () => {
  it('* lets every page read', async () => {
    const { preflight, answer, allowed } = await visit('*');
    expect(allowed).toEqual(['*', '*']);
    expect([preflight.status, answer.status]).toEqual([204, 200]);
    expect(preflight.headers.get('access-control-allow-headers')).toBe('content-type,authorization');
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    expect(Number(preflight.headers.get('access-control-max-age'))).toBeGreaterThan(0);
  });

  it('lets the pages of listed origins read, and tells caches that the answer depends on it', async () => {
    const { allowed, answer } = await visit(`https://other.example, ${portal}`);
    expect(allowed).toEqual([portal, portal]);
    expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/i);
  });

  it.each([`${portal}.evil.example`, 'http://portal.example', 'null', 'https://portal.example:8443'])(
    'does not let %s read where it is not listed',
    async (origin) => {
      const { allowed, answer } = await visit(portal, origin);
      expect(allowed).toEqual([null, null]);
      expect(answer.headers.get('vary')).toMatch(/\bOrigin\b/i);
    },
  );

  it('empty lets no page of another origin read', async () => {
    expect((await visit('')).allowed).toEqual([null, null]);
  });

  it('never lets cookies along', async () => {
    const { preflight, answer } = await visit(portal);
    for (const { headers } of [preflight, answer])
      expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
