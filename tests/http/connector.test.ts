import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { addressGuard } from '../../src/http/address-guard.js';
import { guardedConnector } from '../../src/http/connector.js';
import { createWebClient } from '../../src/http/create-web-client.js';
import { type Publisher, startPublisher } from '../support/publisher.js';

type Lookup = NonNullable<Parameters<typeof createWebClient>[0]['lookup']>;
/** A name server that answers with these in turn, the last one for good. */
const answering = (...answers: string[][]) => {
  const asked: string[] = [];
  const lookup = (host: string, _: unknown, done: (error: null, found: object[]) => void) => {
    const addresses = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(host);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, lookup: lookup as unknown as Lookup };
};
const failing = (code: string) =>
  ((_: string, __: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error(code), { code }))) as unknown as Lookup;

describe('connections by name', () => {
  let publisher: Publisher;
  beforeAll(async () => {
    publisher = await startPublisher((_, response) => response.end('secret'));
  });
  afterAll(() => publisher.stop());

  async function fetchByName(lookup: Lookup, allowedNetworks: string[] = []) {
    const web = createWebClient({ userAgent: 'Test', lookup, allowedNetworks, perHost: { pauseMs: 0 } });
    try {
      const request = { url: `http://publisher.example:${publisher.port}/`, robots: false, timeoutMs: 5_000 };
      return await web.fetch(request).then(
        ({ body }) => body.toString(),
        (error) => `${error.code}: ${error.message}`,
      );
    } finally {
      await web.close();
    }
  }

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
    ['0.0.0.0'],
    ['not an address'],
  ])('are refused where the name is at %s', async (address) => {
    const before = publisher.connections;
    const { lookup } = answering([address]);
    expect(await fetchByName(lookup)).toBe(
      `ADDRESS_REFUSED: publisher.example:${publisher.port} is at ${address}, which is no public address`.replace(
        `:${publisher.port}`,
        '',
      ),
    );
    expect(publisher.connections).toBe(before);
  });

  it('go to the allowed ones alone where a name has both', async () => {
    const { lookup } = answering(['10.255.255.1', 'fe80::1', '127.0.0.1']);
    expect(await fetchByName(lookup, ['127.0.0.0/8'])).toBe('secret');
  });

  it('use the answer that was judged: a name is looked up once for each', async () => {
    const { lookup, asked } = answering(['127.0.0.1'], ['10.0.0.1']);
    expect(await fetchByName(lookup, ['127.0.0.0/8'])).toBe('secret');
    expect(asked).toEqual(['publisher.example']);
  });

  it('are judged anew each, so that a name that moves to a private address between two is refused', async () => {
    const { lookup } = answering(['127.0.0.2'], ['127.0.0.1']);
    const web = createWebClient({
      userAgent: 'Test',
      lookup,
      allowedNetworks: ['127.0.0.2/32'],
      perHost: { pauseMs: 0 },
    });
    const first = await startPublisher(
      (_, response) => response.setHeader('connection', 'close').end('public'),
      {
        host: '127.0.0.2',
      },
    );
    const request = { url: `http://publisher.example:${first.port}/`, robots: false };
    expect((await web.fetch(request)).body.toString()).toBe('public');
    await expect(web.fetch(request)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    await web.close();
    await first.stop();
  });

  it('are not fooled by an answer that changes when it is read again', async () => {
    let reads = 0;
    const answer = {
      family: 4,
      get address() {
        return reads++ === 0 ? '127.0.0.2' : '127.0.0.1';
      },
    };
    const lookup = ((_: string, __: unknown, done: (error: null, found: object[]) => void) =>
      done(null, [answer])) as unknown as Lookup;
    expect(await fetchByName(lookup, ['127.0.0.2/32'])).not.toBe('secret');
    expect(reads).toBe(1);
  });

  it.each([
    ['ENOTFOUND', 'has no address in the domain name system'],
    ['EAI_AGAIN', 'could not be looked up in the domain name system'],
  ])('fail where the name server says %s', async (code, message) => {
    expect(await fetchByName(failing(code))).toMatch(
      new RegExp(`^NAME_NOT_FOUND: publisher.example:\\d+ ${message}$`),
    );
  });

  it('fail where a name has no address', async () => {
    expect(await fetchByName(answering([]).lookup)).toMatch(/^NAME_NOT_FOUND/);
  });
});

describe('lookups', () => {
  type Done = (error: Error) => void;
  const unknown = () => Object.assign(new Error('unknown'), { code: 'ENOTFOUND' });

  it('are two at a time, as each may hold a thread that others need', async () => {
    let atOnce = 0;
    let most = 0;
    const lookup = ((_: string, __: object, done: Done) => {
      most = Math.max(most, ++atOnce);
      setImmediate(() => {
        atOnce--;
        done(unknown());
      });
    }) as unknown as Lookup;
    const web = createWebClient({ userAgent: 'Test', lookup });
    const all = Array.from({ length: 6 }, (_, i) =>
      web.fetch({ url: `http://${i}.example/`, robots: false }).catch(({ code }) => code),
    );
    expect(await Promise.all(all)).toEqual(Array(6).fill('NAME_NOT_FOUND'));
    expect(most).toBe(2);
    await web.close();
  });

  it('are not begun when their connection has been given up meanwhile', async () => {
    const asked: string[] = [];
    const held: (() => void)[] = [];
    const lookup = ((name: string, _: object, done: Done) => {
      asked.push(name);
      if (name.startsWith('slow')) held.push(() => done(unknown()));
      else done(unknown());
    }) as unknown as Lookup;
    const connector = guardedConnector({ guard: addressGuard(), timeoutMs: 50, lookup });
    const connecting = async (hostname: string) => {
      const target = { protocol: 'http:', hostname, host: hostname, port: '' };
      const error = await new Promise((resolve) => connector(target, resolve as never));
      return (error as { code: string }).code;
    };
    const early = ['slow-1.example', 'slow-2.example', 'late.example'].map(connecting);
    expect(await Promise.all(early)).toEqual(Array(3).fill('UND_ERR_CONNECT_TIMEOUT'));
    for (const release of held) release();
    expect(await connecting('next.example')).toBe('ENOTFOUND');
    expect(asked).toEqual(['slow-1.example', 'slow-2.example', 'next.example']);
  });
});

describe('a socket that ends somewhere else than its name said', () => {
  it.each(['http:', 'https:'])('is closed before a byte is sent, for %s', async (protocol) => {
    const received: Buffer[] = [];
    const server = createServer((socket) => socket.on('data', (bytes) => received.push(bytes)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const closed = new Promise((resolve) => server.on('connection', (socket) => socket.on('close', resolve)));
    const elsewhere = (_: unknown, done: (error: null, socket: Socket) => void) => {
      const socket = connect(port, '127.0.0.1', () => done(null, socket));
    };
    const guard = addressGuard();
    const connector = guardedConnector({ guard, timeoutMs: 1_000, connect: elsewhere as never });
    const target = { protocol, hostname: 'publisher.example', host: 'publisher.example', port: '' };
    const error = await new Promise((resolve) => connector(target, resolve as never));
    expect(error).toMatchObject({
      code: 'ADDRESS_REFUSED',
      message: 'publisher.example is at 127.0.0.1, which is no public address',
    });
    await closed;
    expect(received).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });
});
