import { currentSubscription, replaceSubscription } from '../../src/ingest/hub-rows.js';
import { startHub, startSubscriber } from '../support/hub.js';

it('changes a subscription only as long as it is as it was read', async () => {
  const hub = await startHub('failing');
  const subscriber = await startSubscriber({ hub });
  const { database, sources, clock } = subscriber;
  const [source] = sources as [number];
  const read = async () => {
    const found = await currentSubscription(database, source);
    if (!found) throw new Error('there is none');
    return found;
  };
  const replace = (before: Awaited<ReturnType<typeof read>>) =>
    database.transaction((tx) => replaceSubscription(tx, before, { ...before, problem: 'late' }));

  await subscriber.offered(source, { hubUrls: ['https://hub.example/'], topicUrl: 'https://news.example/' });
  const offered = await read();
  await subscriber.renew();
  const failed = await read();
  expect([await replace(offered), await read()]).toEqual([false, failed]);
  clock.now = failed.dueAt;
  await subscriber.renew();
  const failedAgain = await read();
  expect([await replace(failed), await read()]).toEqual([false, failedAgain]);
  hub.behaviour = 'confirming';
  clock.now = failedAgain.dueAt;
  await subscriber.renew();
  await hub.settled();
  const confirmed = await read();
  expect(confirmed.state).toBe('ACTIVE');
  expect([await replace(failedAgain), await read()]).toEqual([false, confirmed]);
  expect(await replace(confirmed)).toBe(true);

  await hub.stop();
  await subscriber.stop();
});
