/**
 * A process that reads sources as `broadsheet serve` does, against the server of the run. Is forked by run.ts, which sets
 * its clock ahead with `{ ahead }` (milliseconds) and ends it with `{ stop: true }`.
 */
import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { openDatabase } from '../../src/database/database.js';
import { createWebClient } from '../../src/http/create-web-client.js';
import { createIngestion } from '../../src/ingest/ingestion.js';
import { createLogger } from '../../src/observability/logger.js';

export type ToWorker = { ahead: number } | { stop: true };
export interface WorkerReport {
  /** Most memory that the process had, in bytes. */
  peakBytes: number;
}

/** Every name is this machine. */
const here = ((_name: string, options: { all?: boolean }, done: (...answer: unknown[]) => void) =>
  options.all
    ? done(null, [{ address: '127.0.0.1', family: 4 }])
    : done(null, '127.0.0.1', 4)) as typeof lookup;

const [url = '', concurrency = '48'] = process.argv.slice(2);
let ahead = 0;
const now = () => Date.now() + ahead;
const database = await openDatabase({ url });
const web = createWebClient({
  userAgent: 'Broadsheet/0 (+https://broadsheet.example)',
  allowedNetworks: ['127.0.0.0/8'],
  perHost: { concurrency: 2, pauseMs: 0 },
  limits: { timeoutMs: 2_000 },
  lookup: here,
  now,
});
const logger = createLogger('error');
const ingestion = createIngestion({
  database,
  listeners: [],
  web,
  logger,
  concurrency: Number(concurrency),
  now,
});
ingestion.start();
process.send?.('ready');
const stopped = new Promise<void>((resolve) => {
  process.on('message', (message: ToWorker) => {
    if ('stop' in message) resolve();
    else ahead = message.ahead;
  });
});
await Promise.race([stopped, once(process, 'disconnect')]);
await ingestion.stop();
await web.close();
await database.close();
process.send?.({ peakBytes: process.resourceUsage().maxRSS * 1024 } satisfies WorkerReport);
process.disconnect?.();
