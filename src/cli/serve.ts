import type { Command } from 'commander';
import { type Config, readConfig } from '../config.js';
import type { Database } from '../database/database.js';
import type { WebClient } from '../http/web-client.js';
import { say } from './failure.js';
import { packagePath } from './package-root.js';
import { runWithDatabase } from './running.js';

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
      'Serve the API and read the sources that are due, until a signal to stop (SIGINT, SIGTERM): requests in flight are then finished within SHUTDOWN_SECONDS, and sources that are being read are handed back. Logs are JSON on standard output.',
    )
    .option('--migrate', 'apply the migrations that the database lacks first')
    .option('--demo', 'load the demo corpus first where there are no articles yet')
    .addHelpText('after', '\nExample:\n  PORT=8080 broadsheet serve --migrate --demo')
    .action(({ migrate, demo }: ServeOptions) => {
      const config = readConfig();
      return runWithDatabase(config, {
        migrate,
        banner,
        async start(database, logger) {
          if (demo) await loadDemo(database);
          const { startApp } = await import('../app.js');
          return startApp(config, database, logger, { web: config.INGEST ? await webOf(config) : undefined });
        },
      });
    });
}

async function webOf(config: Config): Promise<WebClient> {
  const { lazyWebClient } = await import('./source-web.js');
  return lazyWebClient(config).client();
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
