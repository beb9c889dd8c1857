import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { constants, createBrotliCompress, createGzip, gzipSync } from 'node:zlib';

/** Answers that are made to harm who asks. What is said of each in the end. */
export const hostileAnswers: Record<
  string,
  { comesTo: RegExp; answer: (response: ServerResponse) => unknown }
> = {
  '1 GB of zeros behind gzip': {
    comesTo: /compress|large|bytes/i,
    answer: (response) => bomb(response, 'gzip'),
  },
  '1 GB of zeros behind brotli': {
    comesTo: /compress|large|bytes/i,
    answer: (response) => bomb(response, 'br'),
  },
  'gzip in gzip in gzip': {
    comesTo: /compress|large|encod|bytes|neither/i,
    answer: (response) => {
      const zeros = gzipSync(gzipSync(gzipSync(Buffer.alloc(64 * 2 ** 20))));
      response
        .writeHead(200, { 'content-type': 'application/xml', 'content-encoding': 'gzip, gzip, gzip' })
        .end(zeros);
    },
  },
  'a feed that never ends': {
    comesTo: /large|bytes/i,
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.write('<?xml version="1.0"?><rss version="2.0"><channel>');
      const items = '<item><title>More</title><link>https://a.example/</link></item>'.repeat(200);
      const more = () => {
        while (!response.destroyed && response.write(items));
      };
      response.on('drain', more);
      more();
    },
  },
  'one byte a second': {
    comesTo: /slow|time|late/i,
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.write('<');
      const timer = setInterval(() => response.write('!'), 1_000);
      response.on('close', () => clearInterval(timer));
    },
  },
  'an answer that never begins': { comesTo: /slow|time|late/i, answer: () => undefined },
  'a terabyte, as it says': {
    comesTo: /large|bytes/i,
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/xml', 'content-length': 10 ** 12 });
      response.write('<rss>');
    },
  },
  'half of what it says': {
    comesTo: /broke|connection|ended/i,
    answer: (response) => {
      response.writeHead(200, { 'content-type': 'application/xml', 'content-length': 1_000 });
      response.write('<rss version="2.0"><channel><item><title>x', () => response.socket?.destroy());
    },
  },
  'half a compression': {
    comesTo: /compress|broke|ended/i,
    answer: (response) =>
      response
        .writeHead(200, { 'content-type': 'application/xml', 'content-encoding': 'gzip' })
        .end(gzipSync('<rss version="2.0"><channel/></rss>'.repeat(99)).subarray(0, 40)),
  },
  'boundless headers': {
    comesTo: /head|HTTP|response/i,
    answer: (response) => response.writeHead(200, { 'x-much': 'x'.repeat(1_000_000) }).end('<rss/>'),
  },
  'a circle': { comesTo: /redirect/i, answer: (response) => redirect(response, '?again') },
  'a way into this machine': {
    comesTo: /private|refused|address/i,
    answer: (response) => redirect(response, 'http://127.0.0.2/'),
  },
  'a way into a cloud': {
    comesTo: /private|refused|address/i,
    answer: (response) => redirect(response, 'http://[::ffff:169.254.169.254]/latest/meta-data/'),
  },
  'a way to a file': {
    comesTo: /address|redirect|http/i,
    answer: (response) => redirect(response, 'file:///etc/passwd'),
  },
  'words that are no HTTP': {
    comesTo: /HTTP|connection|response/i,
    answer: (response) => response.socket?.end('220 mail.example ESMTP\r\n\r\n'),
  },
};

const rss = (items: string) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${items}</channel></rss>`;
/** Feeds that are read beside the others. */
const feeds: Record<string, (host: string) => string> = {
  '/good': (host) =>
    rss(
      `<item><title>Good</title><link>http://${host}/1</link><description>${'All is well. '.repeat(100)}</description></item>`,
    ),
  '/many': (host) =>
    rss(
      Array.from(
        { length: 100_000 },
        (_, index) => `<item><title>Item ${index}</title><link>http://${host}/gone/${index}</link></item>`,
      ).join(''),
    ),
};

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { location }).end();
}

function bomb(response: ServerResponse, encoding: 'gzip' | 'br'): void {
  const squeeze =
    encoding === 'gzip'
      ? createGzip({ level: 1 })
      : createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
  response.writeHead(200, { 'content-type': 'application/rss+xml', 'content-encoding': encoding });
  pipeline(squeeze, response, () => squeeze.destroy());
  const zeros = Buffer.alloc(2 ** 20);
  let left = 1_024;
  const more = () => {
    while (left-- > 0) if (!squeeze.write(zeros)) return;
    squeeze.end();
  };
  squeeze.on('error', () => undefined).on('drain', more);
  more();
}

export interface HostileServer {
  origin: string;
  /** Paths that were asked for but mean nothing. */
  astray: string[];
  stop(): Promise<void>;
}

/** Listens on 127.0.0.1; the answers are at `/0`, `/1`, ... in their order. */
export async function startHostileServer(): Promise<HostileServer> {
  const answers = Object.values(hostileAnswers);
  const astray: string[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    const path = request.url ?? '';
    if (path === '/robots.txt') return response.writeHead(404).end();
    const hostile = answers[Number(/^\/(\d+)/.exec(path)?.[1])];
    if (hostile) return hostile.answer(response);
    const feed = feeds[path];
    if (feed)
      return response
        .writeHead(200, { 'content-type': 'application/rss+xml' })
        .end(feed(request.headers.host ?? ''));
    if (path.startsWith('/gone/')) return response.writeHead(410).end();
    astray.push(path);
    return response.writeHead(404).end();
  });
  // On a busy machine a client may take longer than that between two requests.
  server.keepAliveTimeout = 60_000;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    astray,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
