import { join } from 'node:path';
import { crashTrial, type TrialOptions } from '../ingest-crash/trial.js';
import { freshDatabaseUrl, postgresUrl } from '../support/database.js';

// Processes of their own, each of which loads much of the server.
jest.setTimeout(120_000);

const few: Omit<TrialOptions, 'databaseUrl' | 'signal'> = {
  workerFile: join(__dirname, '../../dist/tests/ingest-crash/worker.js'),
  ...{ sources: 8, entries: 6, leaseMs: 2_500, patienceMs: 90_000 },
  processes: postgresUrl ? 2 : 1,
  killAfter: [6],
};

test.each(['SIGKILL', 'SIGTERM'] as const)(
  'processes that get %s while they read lose nothing and double nothing',
  async (signal) => {
    const { url, remove } = await freshDatabaseUrl();
    try {
      const result = await crashTrial({ ...few, signal, databaseUrl: url });
      expect(result).toMatchObject({
        articles: 48,
        whole: 48,
        published: 48,
        modified: 0,
        overlaps: [],
        rejects: [],
      });
      expect(result.runs.INTERRUPTED).toBeGreaterThan(0);
    } finally {
      await remove();
    }
  },
);
