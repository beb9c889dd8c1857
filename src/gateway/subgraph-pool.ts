import { buildConnector, Client, type Dispatcher, Pool } from 'undici';

export interface SubgraphPoolOptions {
  /** Most connections; over HTTP/1.1 that is also most requests at the same time. */
  connections: number;
  /** Most requests at the same time on a connection, where the server offers HTTP/2 by ALPN. */
  streams: number;
  connectTimeoutMs: number;
  /** Certificate authorities to trust in place of the well-known ones, in PEM. */
  ca: string | undefined;
}

/** Connections to one origin that are kept alive. Time is bounded by the signal of a request alone. */
export function openPool(origin: string, options: SubgraphPoolOptions): Pool {
  const { connections, streams, connectTimeoutMs: timeout, ca } = options;
  const connect = buildConnector({ allowH2: true, timeout, ca });
  return new Pool(origin, {
    connections,
    allowH2: true,
    headersTimeout: 0,
    bodyTimeout: 0,
    // undici sends one request at a time even over HTTP/2, unless told once the protocol is known: over HTTP/1.1 the
    // second would wait for the first.
    factory(url: URL, clientOptions: Client.Options): Dispatcher {
      const client = new Client(url, {
        ...clientOptions,
        connect: (target, done) =>
          connect(target, (error, socket) => {
            if (error) return done(error, null);
            client.pipelining = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? streams : 1;
            done(null, socket);
          }),
      });
      return client;
    },
  });
}
