import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { certificate, privateKey } from './localhost-certificate.js';

export interface PublisherRequest {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** The server of somebody who publishes, on a free port of 127.0.0.1. */
export interface Publisher {
  /** `http://127.0.0.1:PORT`, or https. */
  origin: string;
  port: number;
  /** All requests so far, those for robots.txt apart. */
  requests: PublisherRequest[];
  robotsRequests: PublisherRequest[];
  /** How many connections were made so far. */
  connections: number;
  /** Settles when a response was given up before its end. */
  abandoned: Promise<unknown>;
  stop(): Promise<void>;
}

export type Handler = (request: PublisherRequest, response: ServerResponse) => unknown;

export interface PublisherOptions {
  /** Over TLS, with the certificate of `localhost-certificate`. */
  tls?: boolean;
  /** Where it listens. Default: 127.0.0.1. */
  host?: string;
  /** Answers `/robots.txt`; without, there is none. */
  robots?: Handler;
}

/** Answers what is asked for. */
export async function startPublisher(
  handle: Handler,
  { tls, robots, host = '127.0.0.1' }: PublisherOptions = {},
): Promise<Publisher> {
  let abandon: (value?: unknown) => void = () => undefined;
  const abandoned = new Promise((resolve) => {
    abandon = resolve;
  });
  const listener: RequestListener = async (incoming, response) => {
    response.on('error', () => undefined);
    response.on('close', () => response.writableFinished || abandon());
    const body = await text(incoming).catch(() => '');
    const { method = '', url: path = '', headers } = incoming;
    const request = { method, path, headers, body };
    const isRobots = path === '/robots.txt';
    (isRobots ? self.robotsRequests : self.requests).push(request);
    if (!isRobots) return handle(request, response);
    if (robots) return robots(request, response);
    response.writeHead(404).end();
  };
  const server = tls
    ? createSecureServer({ key: privateKey, cert: certificate }, listener)
    : createServer(listener);
  const { port, stop } = await listen(server, host, () => self.connections++);
  const self: Publisher = {
    origin: `${tls ? 'https' : 'http'}://${host}:${port}`,
    ...{ port, requests: [], robotsRequests: [], connections: 0, abandoned, stop },
  };
  return self;
}

/** A server that speaks bytes: `speak` gets each connection when the first bytes of a request have come in. */
export async function startRawPublisher(
  speak: (socket: Socket) => unknown,
): Promise<{ origin: string; port: number; stop(): Promise<void> }> {
  const server = createTcpServer((socket) => socket.once('data', () => speak(socket)));
  const { port, stop } = await listen(server, '127.0.0.1');
  return { origin: `http://127.0.0.1:${port}`, port, stop };
}

async function listen(server: Server, host: string, connected: () => unknown = () => undefined) {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    connected();
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
