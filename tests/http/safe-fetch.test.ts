import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createWebClient, type WebClientLimits } from '../../src/http/create-web-client.js';
import type { WebClient, WebRequest } from '../../src/http/web-client.js';
import { type Handler, startPublisher, startRawPublisher } from '../support/publisher.js';

const open: { close?(): unknown; stop?(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await (one.close ?? one.stop)?.call(one);
});

function client(limits: Partial<WebClientLimits> = {}): WebClient {
  const web = createWebClient({
    userAgent: 'Test',
    allowedNetworks: ['127.0.0.0/8'],
    perHost: { pauseMs: 0 },
    limits: { timeoutMs: 20_000, ...limits }, // On a loaded machine.
  });
  open.push(web);
  return web;
}
/** The body, or the failure as `CODE: message`. */
async function outcome(web: WebClient, request: WebRequest): Promise<string> {
  return web.fetch({ robots: false, ...request }).then(
    ({ body }) => body.toString(),
    (error) => `${error.code}: ${error.message.replace(/127\.0\.0\.1:\d+/g, 'HOST')}`,
  );
}
async function fetchFrom(
  handler: Handler,
  limits?: Partial<WebClientLimits>,
  request: Partial<WebRequest> = {},
) {
  const publisher = await startPublisher(handler);
  open.push(publisher);
  return { publisher, answer: await outcome(client(limits), { url: `${publisher.origin}/`, ...request }) };
}
const coded = (coding: string, body: Buffer | string) => (_: unknown, response: ServerResponse) =>
  response.setHeader('content-encoding', coding).end(body);

const text = '<rss>多多多</rss>'.repeat(100);

describe('a compressed body', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['X-GZip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
    ['', text],
    ['gzip, br', brotliCompressSync(gzipSync(text))],
    ['deflate, gzip', gzipSync(deflateRawSync(text))],
    ['gzip', Buffer.concat([gzipSync(text), Buffer.alloc(512)])],
    ['gzip', Buffer.concat([gzipSync(text.slice(0, 500)), gzipSync(text.slice(500))])],
  ])('is undone: %s', async (coding, body) => {
    expect((await fetchFrom(coded(coding, body))).answer).toBe(text);
  });

  it('may be empty', async () => {
    expect((await fetchFrom(coded('gzip', ''))).answer).toBe('');
  });

  it('is asked for', async () => {
    const { answer } = await fetchFrom(({ headers }, response) => response.end(headers['accept-encoding']));
    expect(answer).toBe('gzip, deflate, br');
  });

  it.each([
    ['gzip', gzipSync(text).subarray(0, 40)],
    ['gzip', gzipSync(text).subarray(0, -4)],
    ['deflate', deflateSync(text).subarray(0, -6)],
    ['deflate', deflateRawSync(text).subarray(0, -2)],
    ['br', brotliCompressSync(text).subarray(0, -2)],
    ['gzip', text],
    ['gzip', Buffer.concat([gzipSync(text).subarray(0, 20), Buffer.from(text)])],
    ['br', text],
    ['deflate', text],
    ['gzip, gzip', gzipSync(text)],
  ])('that is cut off or something else is no document: %s', async (coding, body) => {
    const { answer } = await fetchFrom(coded(coding, body));
    expect(answer).toBe('BAD_RESPONSE: HOST sends a body that cannot be decompressed');
  });

  it('in a coding that was not asked for, or in more than two, is not read', async () => {
    expect((await fetchFrom(coded('zstd', text))).answer).toBe(
      'BAD_RESPONSE: HOST sends "zstd", which was not asked for',
    );
    expect((await fetchFrom(coded('gzip, gzip, gzip', text))).answer).toBe(
      'BAD_RESPONSE: HOST compresses 3 times over',
    );
  });
});

/** A gigabyte of zeros, about a megabyte on the wire; counts what was sent of it. */
function bomb(sent: { bytes: number }) {
  return (_: unknown, response: ServerResponse) => {
    response.setHeader('content-encoding', 'gzip');
    const gzip = createGzip();
    const zeros = Buffer.alloc(1024 * 1024);
    let left = 1024;
    const write = () => {
      while (left-- > 0 && !response.destroyed) if (!gzip.write(zeros)) return gzip.once('drain', write);
      gzip.end();
    };
    gzip.on('data', (chunk: Buffer) => {
      sent.bytes += chunk.length;
    });
    gzip.pipe(response);
    response.on('close', () => gzip.destroy());
    write();
  };
}

describe('a body that is too much', () => {
  it('is refused as soon as it grows beyond all measure, and takes no memory', async () => {
    const sent = { bytes: 0 };
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 1);
    const { answer } = await fetchFrom(bomb(sent));
    clearInterval(watch);
    expect(answer).toBe('TOO_LARGE: HOST sends a body that grows more than 200 times when decompressed');
    expect(sent.bytes).toBeLessThan(512 * 1024);
    expect(most).toBeLessThan(16 * 1024 * 1024);
  });

  it('is bounded in bytes when decompressed, however well it compresses', async () => {
    const { answer } = await fetchFrom(bomb({ bytes: 0 }), { maxRatio: Number.POSITIVE_INFINITY });
    expect(answer).toBe(`TOO_LARGE: HOST sends more than ${16 * 1024 * 1024} bytes`);
  });

  it('is refused too where it hides in a second coding', async () => {
    const zeros = Buffer.alloc(32 * 1024 * 1024);
    const inner = gzipSync(zeros, { level: 1 });
    const { answer } = await fetchFrom(coded('gzip, gzip', gzipSync(inner)));
    expect(answer).toBe('TOO_LARGE: HOST sends a body that grows more than 200 times when decompressed');
    const { answer: brotli } = await fetchFrom(
      coded('br', brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })),
    );
    expect(brotli).toContain('TOO_LARGE');
  });

  it('of a small document of one repeated line is none', async () => {
    const { answer } = await fetchFrom(coded('gzip', gzipSync(' '.repeat(1_000_000))));
    expect(answer).toHaveLength(1_000_000);
  });

  it('that never ends is given up', async () => {
    const endless: Handler = (_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('<item/>'.repeat(1_000)));
      };
      response.on('drain', more);
      more();
    };
    const { answer, publisher } = await fetchFrom(endless, { maxBytes: 100_000 });
    expect(answer).toBe('TOO_LARGE: HOST sends more than 100000 bytes');
    await publisher.abandoned;
  });

  it('by its own account is not begun', async () => {
    const handler: Handler = (_, response) =>
      response.writeHead(200, { 'content-length': '1000000000000' }).flushHeaders();
    const { answer, publisher } = await fetchFrom(handler);
    expect(answer).toBe(`TOO_LARGE: HOST sends 1000000000000 bytes, of which ${16 * 1024 * 1024} are read`);
    await publisher.abandoned;
  });

  it('is what a request says that it is', async () => {
    const handler: Handler = (_, response) => response.end('0123456789');
    expect((await fetchFrom(handler, {}, { maxBytes: 10 })).answer).toBe('0123456789');
    expect((await fetchFrom(handler, {}, { maxBytes: 9 })).answer).toContain('TOO_LARGE');
  });
});

describe('a server that is slow', () => {
  const late = 'TIMED_OUT: HOST did not answer in full in time';

  it.each<[string, Handler]>([
    ['never answers', () => undefined],
    [
      'sends a byte now and then',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
    ['stops in the middle', (_, response) => response.write('<rss>')],
  ])('is given up: one that %s', async (_, handler) => {
    const { answer, publisher } = await fetchFrom(handler, { timeoutMs: 200 });
    expect(answer).toBe(late);
    await publisher.abandoned;
  });

  it('is given up where it dribbles its headers', async () => {
    const publisher = await startRawPublisher((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
      const timer = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    open.push(publisher);
    expect(await outcome(client(), { url: publisher.origin, timeoutMs: 200 })).toBe(late);
  });

  it('is given up where each redirect is quick, and their sum is not', async () => {
    const slowly: Handler = ({ path }, response) =>
      setTimeout(() => response.writeHead(302, { location: `/${Number(path.slice(1)) + 1}` }).end(), 30);
    const { answer } = await fetchFrom(slowly, { timeoutMs: 150, maxRedirects: 100 });
    expect(answer).toBe(late);
  });

  it('is given up when the caller says so', async () => {
    const controller = new AbortController();
    const handler: Handler = () => controller.abort();
    const { answer, publisher } = await fetchFrom(handler, {}, { signal: controller.signal });
    expect(answer).toBe('ABORTED: The request to HOST was stopped');
    await publisher.abandoned;
  });

  it('is given up when the client closes', async () => {
    const web = client();
    const publisher = await startPublisher(() => void web.close());
    open.push(publisher);
    expect(await outcome(web, { url: publisher.origin })).toBe('ABORTED: The request to HOST was stopped');
    await publisher.abandoned;
    expect(await outcome(web, { url: publisher.origin })).toBe('ABORTED: The request to HOST was stopped');
  });
});

describe('a server that breaks off or speaks nonsense', () => {
  const reply = (bytes: string | Buffer) => (socket: Socket) => socket.end(bytes);
  const head = 'HTTP/1.1 200 OK\r\n';
  const broken = 'CONNECTION_FAILED: HOST broke the connection off';
  const mismatch = 'BAD_RESPONSE: HOST sends another length than it says';
  const nonsense = 'BAD_RESPONSE: HOST does not answer in HTTP';

  it.each<[string, (socket: Socket) => unknown, string]>([
    ['resets', (socket) => socket.resetAndDestroy(), broken],
    ['hangs up', (socket) => socket.destroy(), broken],
    ['ends in the headers', reply(`${head}content-le`), broken],
    ['sends less than it says', reply(`${head}content-length: 100\r\n\r\n<rss>`), broken],
    ['ends in a chunk', reply(`${head}transfer-encoding: chunked\r\n\r\n10\r\n<rss>`), broken],
    ['ends between chunks', reply(`${head}transfer-encoding: chunked\r\n\r\n5\r\n<rss>\r\n`), broken],
    [
      'resets in the body',
      (s) => s.write(`${head}content-length: 9\r\n\r\n<rss>`, () => s.resetAndDestroy()),
      broken,
    ],
    [
      'resets in a body without a length',
      (s) => s.write(`${head}\r\n<rss>`, () => s.resetAndDestroy()),
      broken,
    ],
    [
      'resets in the body of a connection that it closes',
      (s) => s.write(`${head}connection: close\r\ncontent-length: 9\r\n\r\n<rss>`, () => s.resetAndDestroy()),
      broken,
    ],
    ['sends no chunk sizes', reply(`${head}transfer-encoding: chunked\r\n\r\n<rss>\r\n`), nonsense],
    ['greets like a mail server', reply('220 mail.example ESMTP\r\n'), nonsense],
    ['sends bytes', reply(Buffer.alloc(4096, 0xff)), nonsense],
    ['sends two lengths', reply(`${head}content-length: 5\r\ncontent-length: 6\r\n\r\n<rss>`), mismatch],
    ['sends a negative length', reply(`${head}content-length: -5\r\n\r\n<rss>`), nonsense],
    [
      'sends a length and chunks',
      reply(`${head}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n<rss>`),
      mismatch,
    ],
    [
      'sends a huge header',
      reply(`${head}x: ${'x'.repeat(100_000)}\r\n\r\n`),
      'BAD_RESPONSE: HOST sends headers without end',
    ],
    [
      'sends many headers',
      reply(`${head}${'x-header: yyy\r\n'.repeat(20_000)}\r\n`),
      'BAD_RESPONSE: HOST sends headers without end',
    ],
  ])('gives no half document: one that %s', async (_, speak, failure) => {
    const publisher = await startRawPublisher(speak);
    open.push(publisher);
    expect(await outcome(client(), { url: publisher.origin })).toBe(failure);
  });

  it.each<[string, (socket: Socket) => unknown]>([
    ['announces no length and closes', reply(`${head}\r\n<rss>`)],
    [
      'sends more than it says',
      reply(`${head}content-length: 5\r\n\r\n<rss>HTTP/1.1 200 OK\r\n\r\nsmuggled`),
    ],
    ['speaks HTTP/1.0', reply('HTTP/1.0 200\r\n\r\n<rss>')],
    ['has much to say first', reply(`HTTP/1.1 103 Early Hints\r\n\r\n${head}connection: close\r\n\r\n<rss>`)],
    ['has long headers', reply(`${head}x: ${'x'.repeat(40_000)}\r\nconnection: close\r\n\r\n<rss>`)],
  ])('gives its document: one that %s', async (_, speak) => {
    const publisher = await startRawPublisher(speak);
    open.push(publisher);
    expect(await outcome(client(), { url: publisher.origin })).toBe('<rss>');
  });

  it('is asked once more where it closed a connection that had served, but not what changes things', async () => {
    const publisher = await startRawPublisher((socket) => {
      socket.write(`${head}content-length: 5\r\n\r\n<rss>`);
      socket.once('data', () => socket.end());
    });
    open.push(publisher);
    const web = client();
    const request = { url: publisher.origin };
    expect(await outcome(web, request)).toBe('<rss>');
    expect(await outcome(web, request)).toBe('<rss>');
    expect(await outcome(web, { ...request, method: 'POST', body: 'news' })).toBe(broken);
  });

  it('is named where nobody listens', async () => {
    const publisher = await startRawPublisher(() => undefined);
    await publisher.stop();
    expect(await outcome(client(), { url: publisher.origin })).toBe(
      'CONNECTION_FAILED: HOST refuses connections',
    );
  });
});
