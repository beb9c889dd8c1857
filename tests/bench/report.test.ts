import { type Phase, ratioTo, type ServerName } from './report.js';

const phase = (server: ServerName, requestsPerSecond: number, cpuPerPage?: number): Phase => ({
  server,
  requestsPerSecond,
  ...(cpuPerPage === undefined ? {} : { cpuPerPage }),
  answers: 1,
  p50: 1,
  p99: 1,
  wrong: 0,
  clientCores: 0.5,
});

describe('ratioTo', () => {
  it('holds Broadsheet against the mean of the floor before and after, and says how far the floor drifted', () => {
    const phases = [phase('bare', 900, 0.2), phase('broadsheet', 100, 2), phase('bare', 1100, 0.4)];
    const { requestsPerSecond, cpu, drift } = ratioTo('bare', phases);
    expect(requestsPerSecond).toBeCloseTo(0.1);
    expect(cpu).toBeCloseTo(0.15);
    expect(drift).toBeCloseTo(0.2);
  });

  it('says nothing of processor time where it is not known', () => {
    const phases = [phase('bare', 900), phase('broadsheet', 100), phase('bare', 1100)];
    expect(ratioTo('bare', phases)).not.toHaveProperty('cpu');
  });

  it('needs the floor twice', () => {
    expect(() => ratioTo('bare', [phase('bare', 900), phase('broadsheet', 100)])).toThrow('before and after');
  });
});
