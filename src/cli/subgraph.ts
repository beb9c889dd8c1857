import { Argument, type Command } from 'commander';
import { ConfigError, environment, readConfig } from '../config.js';
import { runWithDatabase } from './running.js';

interface SubgraphOptions {
  port?: string;
  open?: boolean;
  migrate?: boolean;
}

/** `broadsheet subgraph` */
export function addSubgraphCommand(program: Command): void {
  program
    .command('subgraph')
    .summary('serve one part of the graph to a federation router')
    .description(
      'Serve one part of the graph to a federation router, until a signal to stop, as "broadsheet serve" does. Its callers send "Router-Authorization: Bearer SECRET" with a secret of SUBGRAPH_SECRET.',
    )
    .addArgument(
      new Argument(
        '<name>',
        'catalog: articles, sources and categories; popularity: views and rankings',
      ).choices(['catalog', 'popularity']),
    )
    .option('--port <number>', 'port to listen on (default: PORT)')
    .option('--open', 'answer anybody, without a secret')
    .option('--migrate', 'apply the migrations that the database lacks first')
    .addHelpText('after', '\nExample:\n  SUBGRAPH_SECRET=... broadsheet subgraph catalog --port 4001')
    .action((name: 'catalog' | 'popularity', { port, open = false, migrate }: SubgraphOptions) => {
      const config = readConfig({ ...environment(), ...(port === undefined ? {} : { PORT: port }) });
      if (!open && config.SUBGRAPH_SECRET.length === 0)
        throw new ConfigError(
          'SUBGRAPH_SECRET is not set: set it to a long random text that the router sends as well, or answer anybody with --open',
        );
      return runWithDatabase(config, {
        migrate,
        banner: (url) => `\n  Broadsheet's subgraph ${name} is up at ${url}/graphql\n`,
        async start(database, logger) {
          const { startSubgraph } = await import('../app.js');
          return startSubgraph(config, database, { name, open }, logger);
        },
      });
    });
}
