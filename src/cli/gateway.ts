import type { Command } from 'commander';
import { environment, readConfig } from '../config.js';
import { say } from './failure.js';
import { listen, stopOnSignal } from './running.js';

interface GatewayOptions {
  supergraph: string;
  subgraphs?: string;
  port?: string;
}

/** `broadsheet gateway` */
export function addGatewayCommand(program: Command): void {
  program
    .command('gateway')
    .summary('serve a supergraph')
    .description(
      'Serve any Federation 2 supergraph until a signal to stop, as "broadsheet serve" does, without a database: each subgraph is asked at the address that the supergraph names. A changed file is taken into use without dropping a request.',
    )
    .requiredOption('--supergraph <file>', 'the supergraph, as "broadsheet compose" writes it')
    .option('--subgraphs <file>', 'addresses, secrets and policies of the subgraphs (default: SUBGRAPHS)')
    .option('--port <number>', 'port to listen on (default: PORT)')
    .addHelpText('after', '\nExample:\n  broadsheet gateway --supergraph supergraph.graphql --port 4000')
    .action(async ({ supergraph, subgraphs, port }: GatewayOptions) => {
      const config = readConfig({ ...environment(), ...(port === undefined ? {} : { PORT: port }) });
      const { createLogger } = await import('../observability/logger.js');
      const logger = createLogger(config.LOG_LEVEL);
      const files = { supergraphFile: supergraph, subgraphsFile: subgraphs ?? config.SUBGRAPHS };
      const { startGateway } = await import('../app.js');
      const app = await listen(config, () => startGateway(config, files, logger));
      stopOnSignal(() => app.stop(), config, logger);
      say(`\n  Broadsheet's gateway is up at ${app.url}/graphql\n`);
    });
}
