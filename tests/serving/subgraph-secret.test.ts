import Fastify, { type FastifyInstance } from 'fastify';
import { handleHttpErrors } from '../../src/serving/http-errors.js';
import { subgraphSecret } from '../../src/serving/subgraph-secret.js';

/** A server whose `/graphql` wants one of the secrets; it answers with `in`. */
async function serve(secrets: string[]): Promise<{ server: FastifyInstance; url: string }> {
  const server = Fastify();
  handleHttpErrors(server, {
    mask: () => ({ code: 'INTERNAL_SERVER_ERROR', message: 'masked', errorId: '' }),
    maxBodyBytes: 1_000,
  });
  server.post('/graphql', { onRequest: subgraphSecret(secrets) }, async () => 'in');
  server.get('/livez', async () => 'alive');
  return { server, url: await server.listen({ host: '127.0.0.1', port: 0 }) };
}

describe('the secret of a subgraph', () => {
  let running: Awaited<ReturnType<typeof serve>>;
  let closed: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    running = await serve(['old-secret', 'new-secret']);
    closed = await serve([]);
  });
  afterAll(() => Promise.all([running.server.close(), closed.server.close()]));

  const knock = (headers: Record<string, string>, { url } = running) =>
    fetch(`${url}/graphql`, { method: 'POST', headers });

  it.each(['Bearer old-secret', 'Bearer new-secret', 'bearer  new-secret'])('lets %j in', async (given) => {
    const response = await knock({ 'Router-Authorization': given });
    expect([response.status, await response.text()]).toEqual([200, 'in']);
  });

  it.each([
    ['nothing', {}],
    ['another', { 'router-authorization': 'Bearer secret' }],
    ['the opening of one', { 'router-authorization': 'Bearer new-secre' }],
    ['more than one', { 'router-authorization': 'Bearer new-secret2' }],
    ['both at once', { 'router-authorization': 'Bearer old-secret,new-secret' }],
    ['it without its scheme', { 'router-authorization': 'new-secret' }],
    ['another scheme', { 'router-authorization': 'Basic new-secret' }],
    ['an empty one', { 'router-authorization': 'Bearer ' }],
    ["it where an editor's token goes", { authorization: 'Bearer new-secret' }],
  ])('refuses who sends %s, with a GraphQL error', async (_what, headers) => {
    const response = await knock(headers);
    expect([response.status, await response.json()]).toEqual([
      401,
      {
        errors: [
          {
            message: expect.stringContaining('Router-Authorization: Bearer SECRET'),
            extensions: { code: 'UNAUTHENTICATED' },
          },
        ],
      },
    ]);
  });

  it('is for its own route alone', async () => {
    expect(await (await fetch(`${running.url}/livez`)).text()).toBe('alive');
  });

  it('lets nobody in where there is none', async () => {
    for (const headers of [{}, { 'router-authorization': 'Bearer ' }, { 'router-authorization': 'Bearer x' }])
      expect((await knock(headers as Record<string, string>, closed)).status).toBe(401);
  });
});
