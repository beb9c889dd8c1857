import { type Config, readConfig, redacted } from '../config.js';
import type { Database } from '../database/database.js';
import { CommandFailure } from './failure.js';

/**
 * Opens the configured database for a command, which must find it migrated, and closes it afterwards.
 *
 * @throws ConfigError, or CommandFailure where the database does not answer or lacks migrations
 */
export async function withDatabase<Result>(
  work: (database: Database, config: Config) => Promise<Result>,
  { mayBePending = false } = {},
): Promise<Result> {
  const config = readConfig();
  const database = await openOrExplain(config);
  try {
    if (!mayBePending) await requireMigrated(database);
    return await work(database, config);
  } finally {
    await database.close();
  }
}

/** @throws CommandFailure where the database does not answer */
export async function openOrExplain(config: Config): Promise<Database> {
  try {
    const { openDatabase } = await import('../database/database.js');
    return await openDatabase({ url: config.DATABASE_URL, connections: config.DATABASE_CONNECTIONS });
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw new CommandFailure(
      `The database DATABASE_URL=${redacted(config.DATABASE_URL)} cannot be opened: ${message || code}`,
      { cause: error },
    );
  }
}

/** @throws CommandFailure that names the migrations that the database lacks */
export async function requireMigrated(database: Database): Promise<void> {
  const pending = await database.pendingMigrations();
  if (pending.length > 0)
    throw new CommandFailure(
      `The database lacks migrations (${pending.join(', ')}): run "broadsheet migrate" first`,
    );
}
