import { serverAudits } from 'graphql-http';
import { startTestApp, type TestApp } from '../support/app.js';

const crossSite =
  'A GET that any web page could send without a preflight is refused as a possible cross-site request; with a ' +
  'content-type of application/json or an Apollo-Require-Preflight header it is answered (docs/decisions).';

/** Audits that do not pass, each with the reason. No MUST may ever be among them. */
const deviations: Record<string, string> = {
  '5A70': crossSite, // MAY accept application/x-www-form-urlencoded formatted GET requests
  D6D5: crossSite, // MAY allow URL-encoded JSON {variables} in GETs accepting application/graphql-response+json
  '6A70': crossSite, // MAY allow URL-encoded JSON {variables} in GETs accepting application/json
};

const origin = new URL('http://placeholder.invalid');
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});

afterAll(() => app.stop());

describe('GraphQL over HTTP, by the audits of graphql-http', () => {
  const audits = serverAudits({
    url: `${origin}graphql`,
    // The audits are named before the server has a port.
    fetchFn: (url: string, init?: RequestInit) => fetch(url.replace(origin.origin, app.url), init),
  });

  it.each(audits.filter(({ id }) => !(id in deviations)).map((audit) => [audit.id, audit.name, audit]))(
    '%s: %s',
    async (_id, _name, audit) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
    },
  );

  it('deviates only where it says so', async () => {
    const listed = audits.filter(({ id }) => id in deviations);
    expect(listed.map(({ id }) => id).sort()).toEqual(Object.keys(deviations).sort());
    for (const audit of listed) {
      expect(audit.name).not.toMatch(/^MUST/);
      expect([audit.id, (await audit.fn()).status]).toEqual([
        audit.id,
        expect.not.stringMatching(/^(ok|error)$/),
      ]);
    }
  });
});

describe('GET /graphql', () => {
  const get = (query: string, headers: Record<string, string>) =>
    fetch(`${app.url}/graphql?${new URLSearchParams({ query })}`, { headers });

  it('answers where the client shows that it is no web page of somebody else', async () => {
    const headersOf: Record<string, string>[] = [
      { 'content-type': 'application/json' },
      { 'apollo-require-preflight': 'true' },
    ];
    for (const headers of headersOf) {
      const response = await get('{ __typename }', headers);
      expect([response.status, await response.json()]).toEqual([200, { data: { __typename: 'Query' } }]);
    }
  });

  it('executes no mutation, and names the method that does', async () => {
    const response = await get('mutation { __typename }', { 'apollo-require-preflight': 'true' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
