import { createHmac } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Fastify from 'fastify';
import sql, { raw } from 'sql-template-tag';
import { createWebClient } from '../../src/http/create-web-client.js';
import type { WebClient } from '../../src/http/web-client.js';
import { pollingOf } from '../../src/ingest/health.js';
import { createHubSubscriber, type HubSubscriber } from '../../src/ingest/hub.js';
import { createHubReceiver } from '../../src/ingest/hub-receiver.js';
import { type HubState, hubStateOf } from '../../src/ingest/hub-state.js';
import { startPolling } from '../../src/ingest/polling.js';
import { hubCallbackRoutes } from '../../src/serving/hub-callbacks.js';
import { makeShelves, someDay } from './corpus.js';
import { openTestDatabase } from './database.js';
import { keepLog } from './log.js';

/** How a hub treats the requests of subscribers from now on. */
export type HubBehaviour =
  /** As it should: takes the request, then has it confirmed. */
  | 'confirming'
  /** Has it confirmed before it answers, as hubs of before WebSub may. */
  | 'confirming at once'
  /** The same, and then fails. */
  | 'confirming and failing'
  | 'failing'
  | 'hanging up'
  /** Does not answer. */
  | 'waiting'
  /** Wants to be asked again in two hours. */
  | 'busy'
  | 'silent'
  | 'denying'
  | 'asking for another topic'
  /** Sends the request on to `moved`, which confirms. */
  | 'moving';

export interface HubSubscriptionRequest {
  callback: string;
  mode: string;
  topic: string;
  secret: string | undefined;
  leaseSeconds: string | undefined;
}

/** A hub over real HTTP that speaks WebSub and misbehaves as it is told. */
export interface TestHub {
  /** Where it listens. */
  url: string;
  behaviour: HubBehaviour;
  /** What it gives, whatever it is asked for; undefined: it says nothing of it. */
  leaseSeconds: number | undefined;
  requests: HubSubscriptionRequest[];
  /** What the callbacks answered to its questions. */
  answers: { status: number; body: string; headers: Headers }[];
  /** Settles with the next request. */
  arrived(): Promise<unknown>;
  /** Asks a subscriber whether it wants something. */
  ask(callback: string, parameters: Record<string, string>): Promise<{ status: number; body: string }>;
  /** Delivers to everybody who has confirmed, signed where there is a secret; the statuses of the answers. */
  publish(
    content: string,
    options?: { method?: string; secret?: string; unsigned?: boolean },
  ): Promise<number[]>;
  /** Settles when nothing that it asked is unanswered. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function startHub(behaviour: HubBehaviour = 'confirming'): Promise<TestHub> {
  const subscribers = new Map<string, { topic: string; secret: string | undefined }>();
  const arrivals = new EventEmitter();
  const pending = new Set<Promise<unknown>>();
  const later = (work: Promise<unknown>) => {
    pending.add(work);
    void work.finally(() => pending.delete(work));
  };

  async function confirm(
    { callback, mode, topic, secret }: HubSubscriptionRequest,
    asked = topic,
  ): Promise<void> {
    const lease = mode === 'subscribe' && self.leaseSeconds !== undefined;
    const challenge = `challenge-${Math.random()}`;
    const { status, body } = await self.ask(callback, {
      mode,
      topic: asked,
      challenge,
      ...(lease ? { lease_seconds: String(self.leaseSeconds) } : {}),
    });
    if (status !== 200 || body !== challenge) return;
    if (mode === 'subscribe') subscribers.set(callback, { topic, secret });
    else subscribers.delete(callback);
  }

  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const received = {
      callback: form.get('hub.callback') ?? '',
      mode: form.get('hub.mode') ?? '',
      topic: form.get('hub.topic') ?? '',
      secret: form.get('hub.secret') ?? undefined,
      leaseSeconds: form.get('hub.lease_seconds') ?? undefined,
    };
    self.requests.push(received);
    arrivals.emit('request');
    if (self.behaviour === 'waiting') return;
    if (self.behaviour === 'hanging up') return request.socket.destroy();
    const answer = (status: number, headers = {}) => response.writeHead(status, headers).end();
    if (self.behaviour === 'moving' && request.url !== '/moved') return answer(307, { location: '/moved' });
    if (self.behaviour === 'failing') return answer(500);
    if (self.behaviour === 'busy') return answer(429, { 'retry-after': '7200' });
    if (self.behaviour.startsWith('confirming and') || self.behaviour === 'confirming at once') {
      await confirm(received);
      return answer(self.behaviour === 'confirming at once' ? 204 : 500);
    }
    answer(202);
    if (self.behaviour === 'silent') return;
    if (self.behaviour === 'denying')
      return later(
        self.ask(received.callback, { mode: 'denied', topic: received.topic, reason: 'no\n such <topic>' }),
      );
    later(
      confirm(
        received,
        self.behaviour === 'asking for another topic' ? `${received.topic}?other` : undefined,
      ),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const self: TestHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    behaviour,
    leaseSeconds: 864_000,
    requests: [],
    answers: [],
    arrived: () => once(arrivals, 'request'),
    async ask(callback, parameters) {
      const url = new URL(callback);
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(`hub.${name}`, value);
      const response = await fetch(url);
      const answer = { status: response.status, body: await response.text(), headers: response.headers };
      self.answers.push(answer);
      return answer;
    },
    publish: (content, { method = 'sha256', unsigned = false, ...other } = {}) =>
      Promise.all(
        [...subscribers].map(async ([callback, { secret }]) => {
          const key = other.secret ?? secret;
          const signature = key && createHmac(method, key).update(content).digest('hex');
          const response = await fetch(callback, {
            method: 'POST',
            body: content,
            headers: {
              'content-type': 'application/atom+xml',
              ...(signature && !unsigned ? { 'x-hub-signature': `${method}=${signature}` } : {}),
            },
          });
          await response.text();
          if (response.status === 410) subscribers.delete(callback);
          return response.status;
        }),
      ),
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
    },
    async stop() {
      await self.settled();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return self;
}

/** Who subscribes: callbacks on a port of their own, over a fresh database, at a time that the test sets. */
export interface TestSubscriber extends HubSubscriber {
  database: Awaited<ReturnType<typeof openTestDatabase>>;
  /** Nine sources that are read by themselves. */
  sources: readonly number[];
  clock: { now: number };
  callbackBase: string;
  /** Outcomes of deliveries. */
  deliveries: string[];
  log: ReturnType<typeof keepLog>['entries'];
  /** Another process over the same database. */
  another(): HubSubscriber;
  /** Forgets everything but the sources: as it was at the start. */
  reset(): Promise<void>;
  stateOf(sourceId: number): Promise<HubState | undefined>;
  /** When the source is read next, and who wanted that. */
  dueOf(sourceId: number): Promise<{ at: number | undefined; by: string | null | undefined }>;
  stop(): Promise<void>;
}

/** @param secure - hubs that are to be found at `https://NAME.example/` from now on, as if behind a TLS proxy */
export async function startSubscriber(secure: Record<string, TestHub> = {}): Promise<TestSubscriber> {
  const database = await openTestDatabase();
  const { sources } = await makeShelves(database, 6);
  const clock = { now: someDay };
  const now = () => clock.now;
  const { logger, entries: log } = keepLog();
  const deliveries: string[] = [];
  const hubDeliveries = { inc: ({ outcome }: { outcome: string }) => void deliveries.push(outcome) };
  const receiver = createHubReceiver({ database, now, logger, metrics: { hubDeliveries } });
  const server = Fastify();
  await server.register(hubCallbackRoutes(receiver));
  const callbackBase = `${await server.listen({ host: '127.0.0.1', port: 0 })}/websub`;
  const client = createWebClient({
    userAgent: 'Broadsheet/0 (+https://broadsheet.example)',
    allowedNetworks: ['127.0.0.0/8'],
    now,
    perHost: { concurrency: 8, pauseMs: 0 },
  });
  const web: WebClient = {
    ...client,
    fetch(request) {
      const { hostname } = new URL(request.url);
      return client.fetch({ ...request, url: secure[hostname.replace('.example', '')]?.url ?? request.url });
    },
  };
  const another = () => createHubSubscriber({ database, web, callbackBase, now, logger });
  async function reset(): Promise<void> {
    clock.now = someDay;
    deliveries.length = 0;
    log.length = 0;
    await database.transaction(async (tx) => {
      for (const table of ['hub_subscription', 'source_polling'])
        await tx.execute(sql`DELETE FROM ${raw(table)}`);
      for (const { id } of await tx.query<{ id: number }>(sql`SELECT id FROM source`))
        await startPolling(tx, id, clock.now);
      // As after a first run.
      await tx.execute(
        sql`UPDATE source_polling SET next_run_at = ${clock.now + 3_600_000}, last_run_at = ${clock.now}`,
      );
    });
  }
  await reset();
  return {
    ...another(),
    another,
    reset,
    database,
    sources,
    clock,
    callbackBase,
    deliveries,
    log,
    stateOf: async (sourceId) => (await hubStateOf(database, [sourceId])).get(sourceId),
    async dueOf(sourceId) {
      const polling = (await pollingOf(database, [sourceId])).get(sourceId);
      return { at: polling?.nextRunAt, by: polling?.requestedBy };
    },
    async stop() {
      await server.close();
      await client.close();
      await database.close();
    },
  };
}
