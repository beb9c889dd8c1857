import type { Command } from 'commander';
import type { RunningApp } from '../app.js';
import { type Config, readConfig } from '../config.js';
import type { Database } from '../database/database.js';
import type { Logger } from '../observability/logger.js';
import { openOrExplain, requireMigrated } from './database.js';
import { CommandFailure, reportFailure, say } from './failure.js';
import { packagePath } from './package-root.js';

interface ServeOptions {
  migrate?: boolean;
  demo?: boolean;
}

/** `broadsheet serve` */
export function addServeCommand(program: Command): void {
  program
    .command('serve')
    .summary('serve the API')
    .description(
      'Serve the API until a signal to stop (SIGINT, SIGTERM): requests in flight are then finished within SHUTDOWN_SECONDS. Logs are JSON on standard output.',
    )
    .option('--migrate', 'apply the migrations that the database lacks first')
    .option('--demo', 'load the demo corpus first where there are no articles yet')
    .addHelpText('after', '\nExample:\n  PORT=8080 broadsheet serve --migrate --demo')
    .action(async (options: ServeOptions) => {
      const config = readConfig();
      const database = await openOrExplain(config);
      try {
        await prepare(database, options);
        const { createLogger } = await import('../observability/logger.js');
        const logger = createLogger(config.LOG_LEVEL);
        const app = await listen(config, database, logger);
        stopOnSignal(app, database, config, logger);
        say(banner(app.url));
      } catch (error) {
        await database.close();
        throw error;
      }
    });
}

async function prepare(database: Database, { migrate, demo }: ServeOptions): Promise<void> {
  if (migrate) for (const name of await database.migrate()) say(`Applied ${name}`);
  await requireMigrated(database);
  if (demo) await loadDemo(database);
}

async function loadDemo(database: Database): Promise<void> {
  const { countCorpus } = await import('../corpus/export.js');
  if ((await countCorpus(database)).articles > 0) return;
  const { importFile } = await import('./import-file.js');
  const { published } = await importFile(
    database,
    packagePath('examples/demo-corpus.ndjson'),
    'demo.rejects.ndjson',
  );
  say(`Loaded the demo corpus: ${published} articles`);
}

/** @throws CommandFailure that names PORT where it cannot be had */
async function listen(config: Config, database: Database, logger: Logger): Promise<RunningApp> {
  try {
    const { startApp } = await import('../app.js');
    return await startApp(config, database, logger);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new CommandFailure(`PORT=${config.PORT}: something else listens there on ${config.HOST} already`);
    if (code === 'EACCES') throw new CommandFailure(`PORT=${config.PORT}: you may not listen there`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new CommandFailure(`HOST=${config.HOST}: this machine has no such address`);
    throw error;
  }
}

function banner(url: string): string {
  return [
    '',
    `  Broadsheet is up at ${url}`,
    '',
    `    ${url}/          the article-page query in Apollo Sandbox`,
    `    ${url}/explorer  the same in an explorer that needs no internet`,
    `    ${url}/graphql   the API`,
    '',
  ].join('\n');
}

function stopOnSignal(app: RunningApp, database: Database, config: Config, logger: Logger): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (isStopping) process.exit(1);
    isStopping = true;
    logger.info({ signal }, 'stopping');
    // Views that were acknowledged are on disk already, so nothing is lost when time runs out.
    setTimeout(() => {
      logger.warn('requests in flight did not finish within SHUTDOWN_SECONDS');
      process.exit(1);
    }, config.SHUTDOWN_SECONDS * 1_000).unref();
    await app.stop();
    await database.close();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, (name) => {
      stop(name).catch((error) => {
        process.exitCode = reportFailure(error);
      });
    });
}
