import sql from 'sql-template-tag';
import { claimSource } from '../../src/ingest/claim.js';
import { pollingOf } from '../../src/ingest/health.js';
import { pausePolling } from '../../src/ingest/polling.js';
import { startHub, startSubscriber, type TestHub, type TestSubscriber } from '../support/hub.js';

const minute = 60_000;
const topicUrl = 'https://news.example/feed.xml';

let hub: TestHub;
let subscriber: TestSubscriber;
let source: number;

const hubs = {} as { hub: TestHub };

beforeAll(async () => {
  subscriber = await startSubscriber(hubs);
  [source] = subscriber.sources as [number];
});
beforeEach(async () => {
  hub = await startHub();
  Object.assign(hubs, { hub });
  await subscriber.reset();
});
afterEach(async () => {
  await hub.stop();
});
afterAll(() => subscriber.stop());

async function subscribe(hubUrl = 'https://hub.example/'): Promise<string> {
  await subscriber.offered(source, { hubUrls: [hubUrl], topicUrl });
  await subscriber.renew();
  await hub.settled();
  subscriber.clock.now += minute;
  return hub.requests[0]?.callback ?? '';
}

const isDue = async () => {
  const { at, by } = await subscriber.dueOf(source);
  return at === subscriber.clock.now && by === 'HUB';
};
/** The run that was asked for begins. */
const begin = async () => {
  const { now } = subscriber.clock;
  expect(await claimSource(subscriber.database, source, { token: 'a run', now })).toBeDefined();
};
/** It ends. */
const end = () =>
  subscriber.database.transaction((tx) =>
    tx.execute(
      sql`UPDATE source_polling SET requested_at = NULL, requested_by = NULL, last_run_at = ${subscriber.clock.now},
        claimed_by = NULL, claimed_until = NULL WHERE source_id = ${source}`,
    ),
  );

describe('a delivery', () => {
  it.each(['sha1', 'sha256', 'sha384', 'sha512'])('signed with %s makes its source due', async (method) => {
    await subscribe();
    expect(await isDue()).toBe(false);
    expect(await hub.publish('<feed>新闻</feed>', { method })).toEqual([204]);
    expect(await isDue()).toBe(true);
    expect(await subscriber.stateOf(source)).toMatchObject({ deliveredAt: subscriber.clock.now });
  });

  it.each([
    ['with another secret', { secret: 'guessed' }],
    ['with a method that is no signature', { method: 'md5' }],
    ['without a signature', { unsigned: true }],
  ])('%s is ignored, counted and logged, and answered like any other', async (_, options) => {
    await subscribe();
    expect(await hub.publish('<feed/>', options)).toEqual([204]);
    expect(await isDue()).toBe(false);
    expect(await subscriber.stateOf(source)).toMatchObject({ deliveredAt: null, state: 'ACTIVE' });
    expect(subscriber.deliveries).toEqual(['ignored']);
    expect(subscriber.log).toContainEqual(
      expect.objectContaining({ level: 'warn', sourceId: source, hubUrl: 'https://hub.example/' }),
    );
  });

  it('is expected before the confirmation, which may be on its way', async () => {
    hub.behaviour = 'silent';
    const callback = await subscribe();
    const { status } = await fetch(callback, { method: 'POST', body: '<feed/>' });
    expect([status, subscriber.deliveries]).toEqual([204, ['ignored']]);
  });

  it('of many is one run, and one that comes while that goes on is another', async () => {
    await subscribe();
    for (let n = 0; n < 5; n++) await hub.publish(`<feed>${n}</feed>`);
    expect(subscriber.deliveries).toEqual(['believed', ...Array(4).fill('repeated')]);
    await begin();
    const asked = (await pollingOf(subscriber.database, [source])).get(source)?.requestedAt;
    await hub.publish('<feed>5</feed>');
    expect(subscriber.deliveries.at(-1)).toBe('believed');
    expect((await pollingOf(subscriber.database, [source])).get(source)?.requestedAt).not.toBe(asked);
    expect(await isDue()).toBe(true);
  });

  it('reaches no other source, and none that is paused', async () => {
    await subscribe();
    await subscriber.database.transaction((tx) => pausePolling(tx, source));
    await hub.publish('<feed/>');
    for (const each of subscriber.sources) expect((await subscriber.dueOf(each)).by).toBeNull();
  });

  it('of a hub without TLS is a hint: believed unsigned, but once a minute', async () => {
    const callback = await subscribe(hub.url);
    expect(await hub.publish('<feed/>')).toEqual([204]);
    expect(await isDue()).toBe(true);
    await end();
    await fetch(callback, { method: 'POST', body: 'anything' });
    expect(await subscriber.dueOf(source)).toEqual({ at: subscriber.clock.now + minute, by: 'HUB' });
  });

  it('to an address that is no more is answered with 410', async () => {
    await subscribe();
    await subscriber.offered(source, { hubUrls: [], topicUrl });
    expect(await hub.publish('<feed/>')).toEqual([410]);
    expect(await isDue()).toBe(false);
    expect(subscriber.deliveries).toEqual(['unknown']);
  });

  it('after a refusal is answered with 410', async () => {
    const callback = await subscribe();
    await hub.ask(callback, { mode: 'denied', topic: topicUrl });
    expect(await hub.publish('<feed/>')).toEqual([410]);
  });
});

describe('a hub that asks whether we want something', () => {
  const challenge = 'c';

  it.each([
    ['to end it', { mode: 'unsubscribe', topic: topicUrl, challenge }],
    ['another topic', { mode: 'subscribe', topic: `${topicUrl}#`, challenge }],
    ['without saying which', { mode: 'subscribe', challenge }],
    ['without a challenge', { mode: 'subscribe', topic: topicUrl }],
    ['what no hub asks', { mode: 'constructor', topic: topicUrl, challenge }],
    ['nothing', {}],
    ['to refuse another topic', { mode: 'denied', topic: 'https://other.example/' }],
  ])('is told no when that is: %s', async (_, parameters) => {
    const callback = await subscribe();
    const before = await subscriber.stateOf(source);
    expect(await hub.ask(callback, parameters as Record<string, string>)).toMatchObject({ status: 404 });
    expect(await subscriber.stateOf(source)).toEqual(before);
    expect(await hub.publish('<feed/>')).toEqual([204]);
  });

  it('is told yes again and again while it is wanted, and its new lease is believed', async () => {
    const callback = await subscribe();
    const asked = { mode: 'subscribe', topic: topicUrl, challenge: 'x', lease_seconds: '3600' };
    expect(await hub.ask(callback, asked)).toMatchObject({ status: 200, body: 'x' });
    expect((await subscriber.stateOf(source))?.leaseUntil).toBe(subscriber.clock.now + 60 * minute);
  });

  it('is told no once it is not wanted any more, and then to end it: yes, once', async () => {
    const callback = await subscribe();
    await subscriber.offered(source, { hubUrls: [], topicUrl });
    const ask = async (mode: string) =>
      (await hub.ask(callback, { mode, topic: topicUrl, challenge })).status;
    expect([await ask('subscribe'), await ask('unsubscribe'), await ask('unsubscribe')]).toEqual([
      404, 200, 404,
    ]);
  });

  it('is told no at an address that nobody was given', async () => {
    await subscribe();
    const asked = { mode: 'subscribe', topic: topicUrl, challenge };
    expect(await hub.ask(`${subscriber.callbackBase}/guessed`, asked)).toMatchObject({ status: 404 });
  });
});
