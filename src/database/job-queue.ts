import PgBoss from 'pg-boss';
import type { Database } from './database.js';
import { postgres } from './dialect.js';

/** A job that was taken, and is nobody else's to take. */
export interface Job {
  key: string;
  /** Ends it, done or not: it may be offered again. */
  end(): Promise<void>;
}

/**
 * A queue of keys, such as ids, in which each waits at most once. The processes that share a PostgreSQL share it; on SQLite
 * each has its own. It spreads work and is no proof that it was done: what is lost with a process is to be offered again.
 */
export interface JobQueue {
  offer(keys: readonly string[]): Promise<void>;
  /** At most so many of those that wait, the first one first. */
  take(count: number): Promise<Job[]>;
  close(): Promise<void>;
}

/** For `pg`: a server that takes a connection and says nothing must not hold up its caller for ever. */
const pool = { max: 2, connectionTimeoutMillis: 5_000 };

export function openJobQueue(
  database: Database,
  options: { name: string; onError: (error: unknown) => void },
): Promise<JobQueue> {
  return database.dialect === postgres ? openShared(database, options) : Promise.resolve(inMemory());
}

function inMemory(): JobQueue {
  const waiting = new Set<string>();
  return {
    async offer(keys) {
      for (const key of keys) waiting.add(key);
    },
    async take(count) {
      const keys = [...waiting].slice(0, count);
      for (const key of keys) waiting.delete(key);
      return keys.map((key) => ({ key, end: async () => undefined }));
    },
    async close() {
      waiting.clear();
    },
  };
}

/**
 * By pg-boss, in a schema of its own, `pgboss`, which it makes: its user needs the right to create schemas, or that one with
 * the right to create in it. The policy `short` holds one waiting job for each key.
 */
async function openShared(
  { dataSource }: Database,
  { name, onError }: { name: string; onError: (error: unknown) => void },
): Promise<JobQueue> {
  const { url } = dataSource.options as { url: string };
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'broadsheet queue',
    ...pool,
    schedule: false,
    deleteAfterDays: 1,
  });
  boss.on('error', onError);
  try {
    await boss.start();
    // Who takes a job and dies leaves it behind: it then expires, while its key may be offered and taken anew.
    await boss.createQueue(name, { name, policy: 'short', retryLimit: 0, expireInSeconds: 900 });
  } catch (cause) {
    await boss.stop({ graceful: false }).catch(onError);
    throw new Error(
      'The job queue cannot be opened: may the user of the database make the schema "pgboss"?',
      { cause },
    );
  }
  return {
    async offer(keys) {
      if (keys.length > 0)
        await boss.insert(keys.map((singletonKey) => ({ name, singletonKey, data: { key: singletonKey } })));
    },
    async take(count) {
      if (count < 1) return [];
      const jobs = await boss.fetch<{ key: string }>(name, { batchSize: count });
      return jobs.map(({ id, data }) => ({ key: data.key, end: () => boss.deleteJob(name, id) }));
    },
    close: () => boss.stop({ graceful: false }),
  };
}
