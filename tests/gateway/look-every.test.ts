import { once } from 'node:events';
import { lookEvery } from '../../src/gateway/look-every.js';

describe('looking every so often', () => {
  it('goes on by itself, after a look that fails too', async () => {
    let looks = 0;
    const third = new Promise<void>((resolve) => {
      const lookout = lookEvery(1, async () => {
        looks++;
        if (looks === 3) resolve(lookout.stop());
        throw new Error('Nothing to see');
      });
    });
    await expect(third).resolves.toBeUndefined();
  });

  it('never looks twice at the same time, and looks anew for each who asks', async () => {
    const events: string[] = [];
    const lookout = lookEvery(3_600_000, async () => {
      events.push('begin');
      await new Promise(setImmediate);
      events.push('end');
    });
    await Promise.all([lookout.poll(), lookout.poll()]);
    expect(events).toEqual(['begin', 'end', 'begin', 'end']);
    await lookout.stop();
  });

  it('tells who asked what went wrong, and looks again', async () => {
    let isWrong = true;
    const lookout = lookEvery(3_600_000, async () => {
      if (isWrong) throw new Error('Fog');
    });
    await expect(lookout.poll()).rejects.toThrow('Fog');
    isWrong = false;
    await expect(lookout.poll()).resolves.toBeUndefined();
    await lookout.stop();
  });

  it('aborts a look when it stops, waits for its end and looks no more', async () => {
    const events: string[] = [];
    const lookout = lookEvery(3_600_000, async (signal) => {
      events.push('begin');
      await once(signal, 'abort');
      await new Promise(setImmediate);
      events.push('end');
    });
    const looking = lookout.poll();
    await new Promise(setImmediate);
    await lookout.stop();
    expect(events).toEqual(['begin', 'end']);
    await looking;
    await lookout.poll();
    expect(events).toEqual(['begin', 'end']);
  });
});
