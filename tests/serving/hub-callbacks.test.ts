import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance } from 'fastify';
import { type HubIntent, hubCallbackRoutes } from '../../src/serving/hub-callbacks.js';
import { startTestApp } from '../support/app.js';

interface Delivery {
  id: string;
  body: Buffer;
  signature: string | undefined;
}

let server: FastifyInstance;
let url: string;
let intents: HubIntent[];
let deliveries: Delivery[];

beforeAll(async () => {
  server = Fastify();
  await server.register(cors, { origin: '*' });
  server.post('/json', async ({ body }) => body);
  await server.register(
    hubCallbackRoutes({
      async confirm(_id, intent) {
        intents.push(intent);
        return intent.challenge;
      },
      isExpected: async (id) => id === 'known',
      deliver: async (id, delivery) => void deliveries.push({ id, ...delivery }),
    }),
  );
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
beforeEach(() => {
  intents = [];
  deliveries = [];
});
afterAll(() => server.close());

const get = (query: string) => fetch(`${url}/websub/known?${query}`);
const post = (body: Buffer | null, headers: Record<string, string> = {}, id = 'known') =>
  fetch(`${url}/websub/${id}`, { method: 'POST', body, headers });

describe('GET /websub/:id', () => {
  it('passes on what the hub says and answers with the challenge', async () => {
    const response = await get(
      'hub.mode=subscribe&hub.topic=https%3A%2F%2Fa.example%2F%3Fb%26c&hub.challenge=%2B1%20x&hub.lease_seconds=60&hub.reason=r',
    );
    expect([response.status, await response.text()]).toEqual([200, '+1 x']);
    expect(intents).toEqual([
      {
        mode: 'subscribe',
        topic: 'https://a.example/?b&c',
        challenge: '+1 x',
        leaseSeconds: '60',
        reason: 'r',
      },
    ]);
  });

  it('gives no browser a page to run, nor other origins anything to read, nor caches anything to keep', async () => {
    const response = await get('hub.challenge=<script>alert(1)</script>');
    expect(await response.text()).toBe('<script>alert(1)</script>');
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(response.headers.has('access-control-allow-origin')).toBe(false);
  });

  it('answers 404 where nothing is to be confirmed', async () => {
    const response = await get('hub.mode=subscribe&hub.challenge=a&hub.challenge=b');
    expect([response.status, intents[0]?.challenge]).toEqual([404, undefined]);
  });
});

describe('POST /websub/:id', () => {
  const bytes = Buffer.from([0xef, 0xbb, 0xbf, 0x00, 0xff, 0x0d, 0x0a, 0x7b]);

  it.each(['application/atom+xml', 'application/json', 'text/plain', 'no type at all', ''])(
    'takes bytes as they are, as "%s"',
    async (type) => {
      const headers = { 'content-type': type, 'x-hub-signature': 'sha256=00' };
      expect((await post(bytes, headers)).status).toBe(204);
      expect(deliveries).toEqual([{ id: 'known', body: bytes, signature: 'sha256=00' }]);
    },
  );

  it('takes an empty body', async () => {
    expect((await post(null)).status).toBe(204);
    expect(deliveries).toEqual([{ id: 'known', body: Buffer.alloc(0), signature: undefined }]);
  });

  it('takes 5 MB and not a byte more', async () => {
    expect((await post(Buffer.alloc(5_000_000))).status).toBe(204);
    expect((await post(Buffer.alloc(5_000_001))).status).toBe(413);
    expect(deliveries.map(({ body }) => body.length)).toEqual([5_000_000]);
  });

  it('answers 410 at an unknown address without reading what is sent, and hangs up', async () => {
    const sending = request(`${url}/websub/unknown`, {
      method: 'POST',
      headers: { 'content-length': '1000' },
    });
    sending.write('<feed>');
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    expect([response.statusCode, response.headers.connection]).toEqual([410, 'close']);
    sending.destroy();
    expect(deliveries).toEqual([]);
  });

  it('leaves alone how bodies are read elsewhere', async () => {
    const response = await fetch(`${url}/json`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await response.json()).toEqual({ a: 1 });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

it('is there once the world knows an address of ours, and not before', async () => {
  const statuses: number[] = [];
  for (const env of [{}, { PUBLIC_URL: 'https://gateway.example' }]) {
    const app = await startTestApp({ env });
    const { status } = await fetch(`${app.url}/websub/unknown`, { method: 'POST', body: '<feed/>' });
    statuses.push(status);
    await app.stop();
  }
  expect(statuses).toEqual([404, 410]);
});
