import sql from 'sql-template-tag';
import { pausePolling, startPolling } from '../../src/ingest/polling.js';
import { startHub, startSubscriber, type TestHub, type TestSubscriber } from '../support/hub.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const topicUrl = 'https://news.example/feed.xml';

let hub: TestHub;
let other: TestHub;
let subscriber: TestSubscriber;
let source: number;
const secure = { hubUrls: ['https://hub.example/'], topicUrl };

const hubs = {} as { hub: TestHub; other: TestHub };

beforeAll(async () => {
  subscriber = await startSubscriber(hubs);
  [source] = subscriber.sources as [number];
});
beforeEach(async () => {
  [hub, other] = await Promise.all([startHub(), startHub()]);
  Object.assign(hubs, { hub, other });
  await subscriber.reset();
});
afterEach(async () => {
  await hub.stop();
  await other.stop();
});
afterAll(() => subscriber.stop());

/** Does what is due, and waits for what comes of it. */
async function renew(): Promise<void> {
  await subscriber.renew();
  await hub.settled();
  await other.settled();
}

async function subscribe(offer = secure): Promise<void> {
  await subscriber.offered(source, offer);
  await renew();
}

async function pass(milliseconds: number): Promise<void> {
  subscriber.clock.now += milliseconds;
  await renew();
}

const states = async () =>
  (await subscriber.database.query<{ state: string }>(sql`SELECT state FROM hub_subscription`)).map(
    ({ state }) => state,
  );
const state = () => subscriber.stateOf(source);
const modes = ({ requests }: TestHub) => requests.map(({ mode }) => mode);

describe('subscribing', () => {
  it('asks the hub for the feed, with an address and a secret that nobody can guess, and is confirmed', async () => {
    await subscribe();
    const [request] = hub.requests;
    expect(hub.requests).toEqual([
      {
        mode: 'subscribe',
        topic: topicUrl,
        leaseSeconds: '864000',
        callback: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/websub\/[\w-]{43}$/),
        secret: expect.stringMatching(/^[\w-]{43}$/),
      },
    ]);
    expect(request?.callback).not.toContain(request?.secret);
    expect(await state()).toEqual({
      hubUrl: 'https://hub.example/',
      state: 'ACTIVE',
      leaseUntil: subscriber.clock.now + 10 * day,
      deliveredAt: null,
      problem: null,
    });
  });

  it('gives every source an address and a secret of its own', async () => {
    for (const each of subscriber.sources.slice(0, 2)) await subscriber.offered(each, secure);
    await renew();
    expect(new Set(hub.requests.flatMap(({ callback, secret }) => [callback, secret])).size).toBe(4);
  });

  it('tells no secret to a hub without TLS', async () => {
    await subscribe({ hubUrls: [hub.url], topicUrl });
    expect(hub.requests.map(({ secret }) => secret)).toEqual([undefined]);
    expect(await state()).toMatchObject({ state: 'ACTIVE' });
  });

  it.each(['confirming at once', 'moving'] as const)('works with a hub that is %s', async (behaviour) => {
    hub.behaviour = behaviour;
    await subscribe();
    expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
  });

  it.each([10 * 86_400, 5_400])(
    'believes the confirmation, of %d seconds, where the answer to the request is lost',
    async (seconds) => {
      hub.behaviour = 'confirming and failing';
      hub.leaseSeconds = seconds;
      await subscribe();
      expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
      await pass(9 * day); // Renewed, or asked for anew.
      expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
      await pass(hour);
      expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
    },
  );

  it('asks once, whoever offers and renews how often', async () => {
    const another = subscriber.another();
    await Promise.all([subscriber.offered(source, secure), another.offered(source, secure)]);
    await Promise.all([subscriber.renew(), another.renew(), subscriber.renew()]);
    await hub.settled();
    await subscriber.offered(source, secure);
    await renew();
    expect(modes(hub)).toEqual(['subscribe']);
  });

  it('stops when it is told to, and goes on where it was at the next call', async () => {
    hub.behaviour = 'waiting';
    const stopping = new AbortController();
    await subscriber.offered(source, secure);
    const arrived = hub.arrived();
    const renewal = subscriber.renew(stopping.signal);
    await arrived;
    stopping.abort();
    await renewal;
    hub.behaviour = 'confirming';
    await renew();
    expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
  });

  it('leaves alone what offers no hub, and what is not read by itself', async () => {
    await subscribe({ hubUrls: [], topicUrl });
    await subscribe({ hubUrls: ['ftp://hub.example/'], topicUrl });
    await subscriber.database.transaction((tx) => pausePolling(tx, source));
    await subscribe();
    expect(modes(hub)).toEqual([]);
    expect(await states()).toEqual([]);
  });

  it('does not confirm a topic that was not asked for', async () => {
    hub.behaviour = 'asking for another topic';
    await subscribe();
    expect(hub.answers.map(({ status }) => status)).toEqual([404]);
    expect(await state()).toMatchObject({ state: 'REQUESTED', leaseUntil: null });
  });
});

describe('hubs that fail', () => {
  it('are asked again after waits that grow to a day, and an operator reads why', async () => {
    hub.behaviour = 'failing';
    await subscribe();
    expect(await state()).toMatchObject({
      state: 'FAILED',
      problem: expect.stringMatching(/^STATUS: .*500.*; open the address/),
    });
    for (const minutes of [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]) {
      const before = hub.requests.length;
      await pass(minutes * minute - 1);
      expect(hub.requests.length).toBe(before);
      await pass(1);
      expect(hub.requests.length).toBe(before + 1);
    }
    expect(new Set(hub.requests.map(({ callback }) => callback)).size).toBe(1);
    hub.behaviour = 'confirming';
    await pass(day);
    expect(await state()).toMatchObject({ state: 'ACTIVE', problem: null });
  });

  it('are passed over for the next, which gets an address and a secret of its own', async () => {
    hub.behaviour = 'failing';
    await subscribe({ hubUrls: ['https://hub.example/', 'https://other.example/'], topicUrl });
    expect(await state()).toMatchObject({ state: 'ACTIVE', hubUrl: 'https://other.example/' });
    const [[first], [second]] = [hub.requests, other.requests];
    expect(second?.callback).not.toBe(first?.callback);
    expect(second?.secret).not.toBe(first?.secret);
  });

  it('are told no secret when they have no TLS, whatever the one before was told', async () => {
    hub.behaviour = 'failing';
    await subscribe({ hubUrls: ['https://hub.example/', other.url], topicUrl });
    expect(other.requests.map(({ secret }) => secret)).toEqual([undefined]);
  });

  it('are left alone as long as they ask to be', async () => {
    hub.behaviour = 'busy';
    await subscribe();
    hub.behaviour = 'confirming';
    await pass(2 * hour - 1);
    expect(await state()).toMatchObject({ state: 'FAILED' });
    await pass(1);
    expect(await state()).toMatchObject({ state: 'ACTIVE' });
  });

  it('are passed over when they never confirm', async () => {
    hub.behaviour = 'silent';
    await subscribe({ hubUrls: ['https://hub.example/', 'https://other.example/'], topicUrl });
    await pass(hour - 1);
    expect(await state()).toMatchObject({ state: 'REQUESTED', hubUrl: 'https://hub.example/' });
    await pass(1);
    expect(await state()).toMatchObject({ state: 'ACTIVE', hubUrl: 'https://other.example/' });
  });

  it('and never confirm are told of with what to check', async () => {
    hub.behaviour = 'silent';
    await subscribe();
    await pass(hour);
    expect(await state()).toMatchObject({ state: 'FAILED', problem: expect.stringContaining('PUBLIC_URL') });
  });

  it('and deny are taken at their word, in their words made harmless', async () => {
    hub.behaviour = 'denying';
    await subscribe();
    expect(await state()).toMatchObject({ state: 'FAILED', problem: 'The hub refused: no such <topic>' });
    expect(hub.answers.map(({ status }) => status)).toEqual([200]);
    await pass(9 * minute);
    expect(modes(hub)).toEqual(['subscribe']);
    await pass(minute);
    expect(modes(hub)).toEqual(['subscribe', 'subscribe']);
  });

  it('and do not answer are not asked for one source after the other', async () => {
    hub.behaviour = 'hanging up';
    for (const each of subscriber.sources.slice(0, 8)) await subscriber.offered(each, secure);
    await renew();
    expect(hub.requests.length).toBeLessThanOrEqual(4);
    for (const each of subscriber.sources.slice(0, 8))
      expect(await subscriber.stateOf(each)).toMatchObject({ state: 'FAILED' });
  });

  it('may end what they had confirmed', async () => {
    await subscribe();
    const [request] = hub.requests;
    await hub.ask(request?.callback ?? '', { mode: 'denied', topic: topicUrl });
    expect(await state()).toMatchObject({ state: 'FAILED', leaseUntil: null, problem: 'The hub refused' });
  });
});

describe('a lease', () => {
  it('is renewed a day before it ends, under the same address and secret', async () => {
    await subscribe();
    await pass(9 * day - 1);
    expect(modes(hub)).toEqual(['subscribe']);
    await pass(1);
    const [first, second] = hub.requests;
    expect(second).toEqual(first);
    expect(await state()).toMatchObject({ leaseUntil: subscriber.clock.now + 10 * day });
  });

  it('that is short is renewed after two thirds', async () => {
    hub.leaseSeconds = 3 * 3_600;
    await subscribe();
    await pass(2 * hour - 1);
    expect(modes(hub)).toEqual(['subscribe']);
    await pass(1);
    expect(modes(hub)).toEqual(['subscribe', 'subscribe']);
  });

  it('of a second is not renewed every second', async () => {
    hub.leaseSeconds = 1;
    await subscribe();
    await pass(5 * minute - 1);
    expect(modes(hub)).toEqual(['subscribe']);
  });

  it.each([
    ['nothing', undefined, 10 * day],
    ['a hundred years', 100 * 365 * 86_400, 30 * day],
  ])('of %s is what was asked for, or a month', async (_, seconds, milliseconds) => {
    hub.leaseSeconds = seconds;
    await subscribe();
    expect(await state()).toMatchObject({ leaseUntil: subscriber.clock.now + milliseconds });
  });

  it('goes on while its renewal fails, and is taken elsewhere when it has ended', async () => {
    await subscribe({ hubUrls: ['https://hub.example/', 'https://other.example/'], topicUrl });
    const leaseUntil = (await state())?.leaseUntil ?? 0;
    hub.behaviour = 'failing';
    while (subscriber.clock.now < leaseUntil - 2 * hour) {
      await pass(2 * hour);
      expect(await state()).toMatchObject({ state: 'ACTIVE', leaseUntil, hubUrl: 'https://hub.example/' });
    }
    expect(modes(hub).length).toBeGreaterThan(4);
    await pass(day);
    expect(await state()).toMatchObject({ state: 'ACTIVE', hubUrl: 'https://other.example/' });
  });
});

describe('giving up', () => {
  it('a subscription that the feed offers no more: the hub is asked to let go, and is confirmed', async () => {
    await subscribe();
    await subscribe({ hubUrls: [], topicUrl });
    expect(modes(hub)).toEqual(['subscribe', 'unsubscribe']);
    expect(hub.requests[1]).toEqual({
      ...hub.requests[0],
      mode: 'unsubscribe',
      secret: undefined,
      leaseSeconds: undefined,
    });
    expect(hub.answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await states()).toEqual([]);
    expect(await hub.publish('<feed/>')).toEqual([]);
  });

  it.each([
    ['hub', { hubUrls: ['https://other.example/'], topicUrl }],
    ['topic', { hubUrls: ['https://other.example/'], topicUrl: `${topicUrl}?2` }],
  ])('the one before, when the feed has another %s', async (_, offer) => {
    await subscribe();
    await subscribe(offer);
    expect(modes(hub)).toEqual(['subscribe', 'unsubscribe']);
    expect(modes(other)).toEqual(['subscribe']);
    expect(await states()).toEqual(['ACTIVE']);
  });

  it('nothing when the feed offers more hubs than before', async () => {
    await subscribe();
    await subscribe({ hubUrls: ['https://other.example/', 'https://hub.example/'], topicUrl });
    expect([modes(hub), modes(other)]).toEqual([['subscribe'], []]);
  });

  it('what is paused, and takes it up again', async () => {
    await subscribe();
    await subscriber.database.transaction((tx) => pausePolling(tx, source));
    await pass(minute);
    expect(modes(hub)).toEqual(['subscribe', 'unsubscribe']);
    await subscriber.database.transaction((tx) => startPolling(tx, source, subscriber.clock.now));
    await subscribe();
    expect(await states()).toEqual(['ACTIVE']);
  });

  it('what is removed', async () => {
    const removed = subscriber.sources.at(-1) as number;
    await subscriber.offered(removed, secure);
    await renew();
    await subscriber.database.transaction((tx) => tx.execute(sql`DELETE FROM source WHERE id = ${removed}`));
    await pass(minute);
    expect(modes(hub)).toEqual(['subscribe', 'unsubscribe']);
    expect(await states()).toEqual([]);
  });

  it('after five requests, or with the lease, when the hub does not let go', async () => {
    await subscribe();
    hub.behaviour = 'failing';
    await subscribe({ hubUrls: [], topicUrl });
    expect([await states(), await state()]).toEqual([['ENDING'], undefined]);
    for (let n = 0; n < 20; n++) await pass(hour);
    expect(modes(hub)).toEqual(['subscribe', ...Array(5).fill('unsubscribe')]);
    expect(await states()).toEqual([]);
  });

  it('without a word what no hub had confirmed', async () => {
    hub.behaviour = 'silent';
    await subscribe();
    await subscribe({ hubUrls: [], topicUrl });
    expect(modes(hub)).toEqual(['subscribe']);
    expect(await states()).toEqual([]);
  });
});

describe('whether a hub can be relied on', () => {
  const isCovered = () => subscriber.isCovered(subscriber.database, source);
  /** As a run that found something new leaves it. */
  const found = () =>
    subscriber.database.transaction((tx) =>
      tx.execute(
        sql`UPDATE source_polling SET last_change_at = ${subscriber.clock.now}, requested_at = NULL
          WHERE source_id = ${source}`,
      ),
    );

  it('is known once it has delivered, as long as its lease runs', async () => {
    await found();
    expect(await isCovered()).toBe(false);
    await subscribe();
    expect(await isCovered()).toBe(false);
    await hub.publish('<feed/>');
    expect(await isCovered()).toBe(true);
    subscriber.clock.now += 10 * day - 1;
    expect(await isCovered()).toBe(true);
    subscriber.clock.now += 1;
    expect(await isCovered()).toBe(false);
  });

  it('is doubted when something is found that it said nothing of, until it delivers again', async () => {
    await subscribe();
    await hub.publish('<feed/>');
    subscriber.clock.now += hour;
    await found();
    expect(await isCovered()).toBe(true);
    subscriber.clock.now += 1;
    await found();
    expect(await isCovered()).toBe(false);
    await hub.publish('<feed/>');
    expect(await isCovered()).toBe(true);
  });
});
