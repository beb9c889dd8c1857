import type { RunningApp } from '../app.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import type { Logger } from '../observability/logger.js';
import { openOrExplain, requireMigrated } from './database.js';
import { CommandFailure, reportFailure, say } from './failure.js';

/** A server over the database. */
export interface DatabaseServer {
  /** Whether to apply the migrations that the database lacks first. */
  migrate: boolean | undefined;
  start(database: Database, logger: Logger): Promise<RunningApp>;
  /** What people are told once it listens there. */
  banner(url: string): string;
}

/** Opens the database, starts the server, and stops both on a signal. */
export async function runWithDatabase(config: Config, server: DatabaseServer): Promise<void> {
  const database = await openOrExplain(config);
  try {
    if (server.migrate) for (const name of await database.migrate()) say(`Applied ${name}`);
    await requireMigrated(database);
    const { createLogger } = await import('../observability/logger.js');
    const logger = createLogger(config.LOG_LEVEL);
    const app = await listen(config, () => server.start(database, logger));
    stopOnSignal(() => app.stop().then(() => database.close()), config, logger);
    say(server.banner(app.url));
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Starts what listens. @throws CommandFailure that names HOST or PORT where they cannot be had */
export async function listen(
  { HOST, PORT }: Pick<Config, 'HOST' | 'PORT'>,
  start: () => Promise<RunningApp>,
): Promise<RunningApp> {
  try {
    return await start();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CommandFailure(`PORT=${PORT}: something else listens there on ${HOST} already`);
    if (code === 'EACCES') throw new CommandFailure(`PORT=${PORT}: you may not listen there`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CommandFailure(`HOST=${HOST}: this machine has no such address`);
    throw error;
  }
}

/** On SIGINT or SIGTERM lets `stop` finish what is under way, within SHUTDOWN_SECONDS; on a second one ends at once. */
export function stopOnSignal(
  stop: () => Promise<void>,
  { SHUTDOWN_SECONDS }: Pick<Config, 'SHUTDOWN_SECONDS'>,
  logger: Logger,
): void {
  let isStopping = false;
  const onSignal = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    // Views that were acknowledged are on disk already, so nothing is lost when time runs out.
    setTimeout(() => {
      logger.warn('requests in flight did not finish within SHUTDOWN_SECONDS');
      process.exit(1);
    }, SHUTDOWN_SECONDS * 1_000).unref();
    await stop();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.on(name, (signal) => {
      onSignal(signal).catch((error) => {
        process.exitCode = reportFailure(error);
      });
    });
}
