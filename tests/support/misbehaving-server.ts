import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type GraphQLSchema, graphql } from 'graphql';
import { certificate, privateKey } from './localhost-certificate.js';

/** What a client asks in the body of its POST. */
export interface Operation {
  query: string;
  variables?: Record<string, unknown>;
}

export interface Received {
  operation: Operation;
  headers: IncomingHttpHeaders;
  path: string;
  httpVersion: string;
}

type Response = ServerResponse | Http2ServerResponse;
/** `healthy` answers as a good server does; `released` settles with the next `release`. */
type Behaviour = (
  response: Response,
  healthy: () => Promise<void>,
  released: () => Promise<unknown>,
) => unknown;

const send = (response: Response, status: number, type: string, body: string | Buffer) => {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
};
const answering = (body: unknown, status = 200, type = 'application/json') => {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return (response: Response) => send(response, status, type, text);
};
/** More than a connection holds unread. */
const page = `<!doctype html><title>Later</title>${'<p>We are at lunch at http://10.0.0.7:4001'.repeat(2500)}`;

/** All the ways to answer. */
export const behaviours = {
  healthy: (_response, healthy) => healthy(),
  /** Healthy, once `release` is called. */
  held: async (_response, healthy, released) => {
    await released();
    await healthy();
  },
  silent: () => undefined,
  /** A byte now and then, and no end. */
  trickling: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    (response as ServerResponse).write(' ');
    const timer = setInterval(() => (response as ServerResponse).write(' '), 10);
    response.on('close', () => clearInterval(timer));
  },
  endless: (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const more = () => {
      while (!response.destroyed && (response as ServerResponse).write('['.repeat(1000)));
    };
    response.on('drain', more);
    more();
  },
  /** A terabyte, and keeps one waiting for it. */
  'announcing too much': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(10 ** 12) });
    (response as ServerResponse).write('{');
  },
  'hanging up': (response) => response.socket?.destroy(),
  'half a body': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    (response as ServerResponse).write('{"data":{"article":{"id":', () => response.socket?.destroy());
  },
  'half a body in chunks': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    (response as ServerResponse).write('{"data":{"article":{"id":', () => response.socket?.destroy());
  },
  'not HTTP': (response) => response.socket?.end('220 mail.example ESMTP\r\n\r\n'),
  'boundless headers': (response) => {
    response.writeHead(200, { 'x-much': 'x'.repeat(100_000) });
    response.end('{}');
  },
  html: answering(page, 200, 'text/html; charset=utf-8'),
  'JSON as text': answering({ data: {} }, 200, 'text/plain'),
  'no content type': (response) => response.end('{"data":{}}'),
  'not JSON': answering('{"data":{}'),
  'not UTF-8': answering(Buffer.from('{"data":{"name":"\xff"}}', 'latin1')),
  nothing: answering(''),
  'no content': (response) => response.writeHead(204).end(),
  'an empty object': answering({}),
  'null alone': answering('null'),
  'a list': answering([{ data: {} }]),
  'data as a list': answering({ data: [] }),
  'data as a text': answering({ data: 'secret' }),
  'errors as a text': answering({ data: {}, errors: 'all of it' }),
  'errors without messages': answering({ data: null, errors: [{ code: 7 }] }),
  redirect: (response) => {
    response.writeHead(307, { location: 'http://127.0.0.1:1/', 'content-type': 'application/json' });
    response.end('{"data":{}}');
  },
  'bad request': answering({ error: 'what?' }, 400),
  'not found': answering(page, 404, 'text/html'),
  unauthorized: answering({ data: null, errors: [{ message: 'Who are you?' }] }, 401),
  forbidden: answering('No.', 403, 'text/plain'),
  'too many requests': answering({ errors: [{ message: 'Slow down' }] }, 429),
  'internal error': answering({ error: 'Error: at /srv/app.js:1', host: '10.0.0.7' }, 500),
  'bad gateway': answering(page, 502, 'text/html'),
  unavailable: answering('', 503, 'text/plain'),
  'unavailable for an hour': (response) => {
    response.writeHead(503, { 'retry-after': '3600' });
    response.end();
  },
  'gateway timeout': answering({}, 504),
} satisfies Record<string, Behaviour>;

export type BehaviourName = keyof typeof behaviours;

/** A GraphQL server over real sockets that answers as it is told to. */
export interface MisbehavingServer {
  url: string;
  /** How requests are answered from now on. */
  behaviour: BehaviourName;
  /** How the next requests are answered, one each, before `behaviour` holds again. */
  next: BehaviourName[];
  received: Received[];
  /** How many connections were made so far. */
  connections: number;
  /** Settles when `count` requests have come in all. */
  arrived(count: number): Promise<void>;
  /** Settles when a client gave up on a request. */
  abandoned(): Promise<unknown>;
  /** Lets the requests that are held be answered. */
  release(): void;
  /** Breaks all connections; new ones are refused. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
  stop(): Promise<void>;
}

export interface MisbehavingServerOptions {
  /** What is answered in good health: an object to send as JSON. */
  answer?: (operation: Operation, headers: IncomingHttpHeaders) => unknown;
  /** The HTTP status that comes with it. */
  status?: number;
  behaviour?: BehaviourName;
  /** HTTP/2 or HTTP/1.1 over TLS, as the client chooses; with the certificate of `localhost-certificate`. */
  tls?: boolean;
}

/** Answers operations, `_service` and `_entities` included where the schema has them, by a schema. */
export function answersOf(schema: GraphQLSchema, rootValue?: unknown): MisbehavingServerOptions['answer'] {
  return ({ query, variables }) => graphql({ schema, source: query, rootValue, variableValues: variables });
}

/** Listens on a free port of 127.0.0.1; answers `{"data":{"__typename":"Query"}}` unless told otherwise. */
export async function startMisbehavingServer({
  answer = () => ({ data: { __typename: 'Query' } }),
  status = 200,
  behaviour = 'healthy',
  tls = false,
}: MisbehavingServerOptions = {}): Promise<MisbehavingServer> {
  const events = new EventEmitter().setMaxListeners(0);
  const sockets = new Set<Socket>();

  async function handle(request: IncomingMessage | Http2ServerRequest, response: Response): Promise<void> {
    const body = await text(request).catch(() => undefined);
    if (body === undefined) return; // The client is gone.
    const { headers, httpVersion } = request;
    const operation = JSON.parse(body) as Operation;
    response.on('close', () => response.writableFinished || events.emit('abandoned'));
    const healthy = async () =>
      send(response, status, 'application/json', JSON.stringify(await answer(operation, headers)));
    const chosen: Behaviour = behaviours[self.next.shift() ?? self.behaviour];
    self.received.push({ operation, headers, path: request.url ?? '', httpVersion });
    const done = chosen(response, healthy, () => once(events, 'release'));
    events.emit('arrived');
    await done;
  }
  const server: Server = tls
    ? createSecureServer({ key: privateKey, cert: certificate, allowHTTP1: true }, handle)
    : createServer(handle);
  server.on('connection', (socket: Socket) => {
    self.connections++;
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const close = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };

  const port = await listen(0);
  const self: MisbehavingServer = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/graphql`,
    behaviour,
    next: [],
    received: [],
    connections: 0,
    async arrived(count) {
      while (self.received.length < count) await once(events, 'arrived');
    },
    abandoned: () => once(events, 'abandoned'),
    release: () => void events.emit('release'),
    refuse: close,
    accept: async () => void (await listen(port)),
    stop: async () => (server.listening ? close() : undefined),
  };
  return self;
}
