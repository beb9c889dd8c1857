import { openDatabase } from '../../src/database/database.js';
import { createWebClient } from '../../src/http/create-web-client.js';
import { createIngestion } from '../../src/ingest/ingestion.js';
import { createLogger } from '../../src/observability/logger.js';

/** A process that reads what is due, to be killed. `node worker.js DATABASE_URL NAME LEASE_MS` */
const [url = '', name = '', leaseMs = ''] = process.argv.slice(2);
const database = await openDatabase({ url, connections: 4 });
const web = createWebClient({
  userAgent: `Broadsheet/0 (${name})`,
  allowedNetworks: ['127.0.0.0/8'],
  perHost: { concurrency: 4, pauseMs: 0 },
});
const ingestion = createIngestion({
  ...{ database, web, listeners: [], logger: createLogger('warn') },
  concurrency: 4,
  limits: { batch: 3 },
  leaseMs: Number(leaseMs),
});
ingestion.start();
// The schedule does not keep a process alive: that is its server's.
const alive = setInterval(() => undefined, 60_000);
process.once('SIGTERM', async () => {
  clearInterval(alive);
  await ingestion.stop();
  await web.close();
  await database.close();
});
