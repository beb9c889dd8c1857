/**
 * The publishers of a run as one server process, told apart by host name: feeds, pages and robots.txt, with faults. Is
 * forked by run.ts; tells its port, and on `stop` what it has been asked and has done.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { documentsOf, type LoadDocument, publishers, randomBy } from './world.js';

/** What goes wrong, each as often as `faultShare` says. */
const faults = ['silence', 'reset', 'error', 'truncation'] as const;
export type Fault = (typeof faults)[number];

export interface ServerReport {
  requests: number;
  notModified: number;
  faults: Record<Fault, number>;
  /** Connections that were open at the same time. */
  mostConnections: number;
}

const faultShare = 0.05;
/** A document fails so many times in a row at most: the faults are those of networks, not of publishers that are gone. */
const mostFaults = 3;

const [count = 1_000, seed = 1] = process.argv.slice(2).map(Number);
const documents = new Map<string, Map<string, LoadDocument>>();
const attempts = new Map<string, number>();
const report: ServerReport = {
  requests: 0,
  notModified: 0,
  faults: { silence: 0, reset: 0, error: 0, truncation: 0 },
  mostConnections: 0,
};

/** The same for the same seed and the same request of a document, whatever else is asked for meanwhile. */
function faultOf(key: string): Fault | undefined {
  const attempt = attempts.get(key) ?? 0;
  attempts.set(key, attempt + 1);
  if (attempt % (mostFaults + 1) === mostFaults) return undefined;
  let hash = seed + attempt * 7_919;
  for (const character of key) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) | 0;
  const drawn = randomBy(hash)();
  return faults[Math.floor(drawn / faultShare)];
}

function send(request: IncomingMessage, response: ServerResponse, { body, contentType }: LoadDocument): void {
  const etag = `"${body.length}"`;
  if (request.headers['if-none-match'] === etag) {
    report.notModified += 1;
    response.writeHead(304, { etag }).end();
    return;
  }
  const isCompressed = body.length % 2 === 0;
  const sent = isCompressed ? gzipSync(body, { level: 1 }) : body;
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': sent.length,
    etag,
    ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(sent);
}

/** Breaks off in the middle: of a stated length, or of chunks. */
function truncate(response: ServerResponse, { body, contentType }: LoadDocument): void {
  const isChunked = body.length % 3 === 0;
  response.writeHead(200, {
    'content-type': contentType,
    ...(isChunked ? {} : { 'content-length': body.length }),
  });
  response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
}

const server = createServer((request, response) => {
  report.requests += 1;
  response.on('error', () => undefined);
  const host = request.headers.host?.split(':')[0] ?? '';
  const path = request.url ?? '';
  const document = documents.get(host)?.get(path);
  if (!document) return response.writeHead(404).end();
  const fault = faultOf(host + path);
  if (fault === undefined) return send(request, response, document);
  report.faults[fault] += 1;
  if (fault === 'reset') return request.socket.resetAndDestroy();
  if (fault === 'error')
    return response.writeHead(500, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>');
  if (fault === 'truncation') return truncate(response, document);
  return undefined; // Silence, until the client has had enough.
});
// None but the faults above: on a busy machine a client may take longer than the usual five seconds between two requests.
server.keepAliveTimeout = 60_000;
let connections = 0;
server.on('connection', (socket) => {
  report.mostConnections = Math.max(report.mostConnections, ++connections);
  socket.on('error', () => undefined).on('close', () => connections--);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
for (const publisher of publishers(count)) documents.set(publisher.host, documentsOf(publisher, port));
process.send?.({ port });
await once(process, 'message');
process.send?.(report);
server.closeAllConnections();
server.close();
process.disconnect?.();
