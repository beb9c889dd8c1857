import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import PQueue from 'p-queue';
import { buildConnector } from 'undici';
import type { AddressGuard } from './address-guard.js';
import { addressRefused } from './web-address.js';

export interface ConnectorOptions {
  guard: AddressGuard;
  timeoutMs: number;
  lookup?: typeof systemLookup | undefined;
  /** Certificate authorities to trust in place of the well-known ones, in PEM. */
  ca?: string | undefined;
  /** What opens the socket. */
  connect?: buildConnector.connector;
}

/** A lookup of all addresses of a name. */
type LookupAll = (
  hostname: string,
  options: LookupOptions,
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

const lookupsAtOnce = 2;

/**
 * Connects to addresses that the guard lets pass, and to no other: it judges a host that is an address, each answer of
 * the lookup (what is judged is what is connected to, so that a second lookup cannot differ), and the far end of the
 * socket before anything is sent through it, be it TLS.
 */
export function guardedConnector({
  guard,
  timeoutMs: timeout,
  lookup = systemLookup,
  ca,
  connect = buildConnector({
    timeout,
    ca,
    lookup: guardedLookup(fewAtOnce(lookup, timeout), guard),
    autoSelectFamily: true,
    // The 250 ms of Node.js are less than a round trip to the other side of the world may take.
    autoSelectFamilyAttemptTimeout: 1_000,
  }),
}: ConnectorOptions): buildConnector.connector {
  return (target, settle) => {
    const { hostname, protocol } = target;
    const done: buildConnector.Callback = (...[error, socket]) => {
      if (error) return settle(error, null);
      revealResets(socket);
      settle(null, socket);
    };
    if (isIP(hostname) && !guard(hostname)) return done(addressRefused(hostname), null);
    const port = target.port || (protocol === 'https:' ? '443' : '80');
    connect({ ...target, port, protocol: 'http:' }, (error, socket) => {
      if (error) return done(error, null);
      const { remoteAddress = 'nowhere' } = socket;
      if (!guard(remoteAddress)) {
        socket.destroy();
        return done(addressRefused(remoteAddress, hostname), null);
      }
      if (protocol === 'https:') connect({ ...target, port, httpSocket: socket }, done);
      else done(null, socket);
    });
  };
}

/**
 * Lets a reset be no end of a body that has neither length nor chunks, or half a document would pass for a whole one. Two
 * hide it: Node.js, where it comes together with data, which an empty write brings to light; and undici, which takes
 * `ECONNRESET` for an end (lib/dispatcher/client-h1.js, `onHttpSocketError`).
 */
function revealResets(socket: Socket): void {
  const push = socket.push;
  socket.push = (chunk, encoding) => {
    if (chunk === null && socket.writable) socket.write('');
    return push.call(socket, chunk, encoding);
  };
  socket.prependListener('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ECONNRESET') error.code = 'UND_ERR_SOCKET';
  });
}

/** Answers with the addresses of a name that the guard lets pass; fails where it has others alone. */
function guardedLookup(lookup: LookupAll, guard: AddressGuard): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, options, (error, found) => {
      if (error) return done(error, []);
      const answers = found.map(({ address, family }) => ({ address, family }));
      const allowed = answers.filter(({ address }) => guard(address));
      const [first] = allowed;
      if (!first) return done(answers[0] ? addressRefused(answers[0].address, hostname) : noAddress(), []);
      if (options.all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

/**
 * A lookup holds one of the four threads that the database and decompression need as well, for as long as a name server
 * is silent. What has waited until its connection was given up is not looked up any more.
 */
function fewAtOnce(lookup: typeof systemLookup, timeoutMs: number): LookupAll {
  const queue = new PQueue({ concurrency: lookupsAtOnce });
  return (hostname, options, done) => {
    const asked = performance.now();
    const work = () =>
      new Promise<LookupAddress[]>((resolve, reject) => {
        if (performance.now() - asked >= timeoutMs) return reject(overdue());
        lookup(hostname, { ...options, all: true }, (error, found) =>
          error ? reject(error) : resolve(found),
        );
      });
    queue.add(work).then(
      (found) => done(null, found),
      (error: Error) => done(error, []),
    );
  };
}

function overdue(): Error {
  return Object.assign(new Error('The name was not looked up in time'), { code: 'ETIMEDOUT' });
}

/** What the system would say. */
function noAddress(): Error {
  return Object.assign(new Error('The name has no address'), { code: 'ENODATA' });
}
