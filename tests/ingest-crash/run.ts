import { join } from 'node:path';
import { freshDatabaseUrl, postgresUrl } from '../support/database.js';
import { crashTrial, type TrialOptions, type TrialResult } from './trial.js';

/**
 * `npm run test:ingest-crash`: processes that read sources are killed again and again, and whatever they were doing, nothing
 * is lost, nothing doubled, and no source read by two at a time. On SQLite, or on the PostgreSQL of TEST_POSTGRES_URL.
 */
const workerFile = join(import.meta.dirname, 'worker.js');
const shared = postgresUrl !== undefined;
const common = { workerFile, sources: 30, entries: 15, leaseMs: 3_000, patienceMs: 180_000 };
const trials: [string, Omit<TrialOptions, 'databaseUrl'>][] = [
  ['killed', { ...common, processes: shared ? 4 : 1, killAfter: [5, 20, 20, 30, 30], signal: 'SIGKILL' }],
  ['stopped', { ...common, processes: shared ? 4 : 1, killAfter: [5, 20, 20, 30, 30], signal: 'SIGTERM' }],
];

for (const [name, options] of trials) {
  const { url, remove } = await freshDatabaseUrl();
  try {
    const result = await crashTrial({ ...options, databaseUrl: url });
    const faults = faultsOf(result);
    process.stdout.write(`${shared ? 'postgres' : 'sqlite'} ${name}: ${JSON.stringify(result)}\n`);
    for (const fault of faults) process.stdout.write(`  ${fault}\n`);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await remove();
  }
}

function faultsOf({ expected, articles, whole, published, modified, overlaps }: TrialResult): string[] {
  return [
    ...(articles === expected && whole === expected ? [] : ['articles were lost']),
    ...(published === expected && modified === 0 ? [] : ['articles were stored twice']),
    ...overlaps.map((source) => `source ${source} was read by two at a time`),
  ];
}
