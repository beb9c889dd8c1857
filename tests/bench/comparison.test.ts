import { type Lap, ratioOf } from './comparison.js';

const lap = (side: string, requestsPerSecond: number, cpuPerAnswer?: number): Lap => ({
  side,
  requestsPerSecond,
  ...(cpuPerAnswer === undefined ? {} : { cpuPerAnswer }),
  answers: 1,
  p50: 1,
  p99: 1,
  wrong: 0,
  clientCores: 0.5,
});
const sides = { plain: 'plain', ours: 'ours' };

describe('ratioOf', () => {
  it('holds the medians of the laps against one another, and says how far the plain ones drifted', () => {
    const laps = [
      lap('plain', 90, 4),
      lap('ours', 200, 1),
      lap('plain', 100, 2),
      lap('ours', 300, 2),
      lap('plain', 120, 3),
    ];
    const { requestsPerSecond, cpu, drift } = ratioOf(laps, sides);
    expect(requestsPerSecond).toBeCloseTo(2.5);
    expect(cpu).toBeCloseTo(2);
    expect(drift).toBeCloseTo(0.15);
  });

  it('says nothing of processor time where it is not known', () => {
    expect(ratioOf([lap('plain', 1), lap('ours', 2), lap('plain', 1, 1)], sides)).toEqual({
      requestsPerSecond: 2,
      drift: 0,
    });
  });
});
