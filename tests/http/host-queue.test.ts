import { FetchFailure } from '../../src/http/fetch-failure.js';
import { createHostQueues } from '../../src/http/host-queue.js';

const deferred = () => {
  let resolve: (value?: unknown) => void = () => undefined;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
};
const turn = { host: 'example.org', pauseMs: 0 };

describe('the queue of a host', () => {
  it('keeps the order and never runs more than it may', async () => {
    for (const concurrency of [1, 3]) {
      const { run } = createHostQueues({ concurrency, now: Date.now });
      const order: number[] = [];
      let running = 0;
      let most = 0;
      const work = (index: number) => async () => {
        order.push(index);
        most = Math.max(most, ++running);
        await new Promise(setImmediate);
        running--;
      };
      await Promise.all([0, 1, 2, 3, 4].map((index) => run(turn, work(index))));
      expect(order).toEqual([0, 1, 2, 3, 4]);
      expect(most).toBe(concurrency);
    }
  });

  it('is another for another host', async () => {
    const { run } = createHostQueues({ concurrency: 1, now: Date.now });
    const held = deferred();
    const first = run(turn, () => held.promise);
    expect(await run({ ...turn, host: 'example.com' }, async () => 'done')).toBe('done');
    held.resolve('later');
    expect(await first).toBe('later');
  });

  it('pauses after each, whether it went well or not', async () => {
    const { run } = createHostQueues({ concurrency: 1, now: () => performance.now() });
    const ends: number[] = [];
    const starts: number[] = [];
    const work = (fails: boolean) => async () => {
      starts.push(performance.now());
      await new Promise(setImmediate);
      ends.push(performance.now());
      if (fails) throw new Error('no');
    };
    const slow = { ...turn, pauseMs: 40 };
    await Promise.allSettled([run(slow, work(true)), run(slow, work(false)), run(slow, work(false))]);
    for (const index of [0, 1]) {
      expect((starts[index + 1] ?? 0) - (ends[index] ?? 0)).toBeGreaterThanOrEqual(39);
    }
  });

  it('is left by what is stopped, in the queue and in the pause', async () => {
    const { run } = createHostQueues({ concurrency: 1, now: Date.now });
    const held = deferred();
    const started: string[] = [];
    const first = run({ ...turn, pauseMs: 600_000 }, () => held.promise);
    const controller = new AbortController();
    const waiting = ['second', 'third'].map((name) =>
      run({ ...turn, signal: controller.signal }, async () => started.push(name)).catch(
        (error) => error.code,
      ),
    );
    held.resolve();
    await first;
    controller.abort();
    expect(await Promise.all(waiting)).toEqual(['ABORTED', 'ABORTED']);
    expect(started).toEqual([]);
  });

  it('fails those who wait when the host asks to be left alone', async () => {
    let time = 1_000_000;
    const { run } = createHostQueues({ concurrency: 1, now: () => time });
    const busy = new FetchFailure('RATE_LIMITED', 'busy', { retryAt: time + 5_000 });
    const outcomes = [
      run(turn, () => Promise.reject(busy)),
      run(turn, async () => 'second'),
      run({ ...turn, host: 'example.com' }, async () => 'other'),
    ].map((result) => result.catch(({ code, retryAt }) => [code, retryAt]));
    expect(await Promise.all(outcomes)).toEqual([
      ['RATE_LIMITED', 1_005_000],
      ['RATE_LIMITED', 1_005_000],
      'other',
    ]);
    time += 4_999;
    await expect(run(turn, async () => 1)).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAt: 1_005_000,
    });
    time += 1;
    expect(await run(turn, async () => 'again')).toBe('again');
  });

  it('is closed for an hour at most, whatever one address asks for', async () => {
    let time = 1_000_000;
    const hour = 3_600_000;
    const { run } = createHostQueues({ concurrency: 1, now: () => time });
    const busy = new FetchFailure('RATE_LIMITED', 'busy', { retryAt: time + 100 * hour });
    await expect(run(turn, () => Promise.reject(busy))).rejects.toBe(busy);
    time += hour - 1;
    await expect(run(turn, async () => 1)).rejects.toMatchObject({ retryAt: 1_000_000 + hour });
    time += 1;
    expect(await run(turn, async () => 'again')).toBe('again');
  });

  it('is forgotten when it is idle, but not what it is still waited for', async () => {
    let time = 0;
    const queues = createHostQueues({ concurrency: 1, now: () => time });
    const busy = new FetchFailure('RATE_LIMITED', 'busy', { retryAt: 1_000_000 });
    await queues.run(turn, () => Promise.reject(busy)).catch(() => undefined);
    const held = deferred();
    const first = queues.run({ ...turn, host: 'slow.example' }, () => held.promise);
    for (let i = 0; i < 2_000; i++) {
      await queues.run({ host: `${i}.example`, pauseMs: 10 }, async () => undefined);
      time += 100;
    }
    expect(queues.size).toBeLessThan(300);
    await expect(queues.run(turn, async () => 1)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    const order: string[] = [];
    const second = queues.run({ ...turn, host: 'slow.example' }, async () => order.push('second'));
    order.push('first');
    held.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });
});
