#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { loadEnvFile } from '../config.js';
import { addComposeCommand } from './compose.js';
import { addDoctorCommand } from './doctor.js';
import { addExportCommand } from './export.js';
import { reportFailure } from './failure.js';
import { addGatewayCommand } from './gateway.js';
import { addImportCommand } from './import.js';
import { addIngestCommand } from './ingest.js';
import { addMigrateCommand } from './migrate.js';
import { addOpmlCommand } from './opml.js';
import { packagePath } from './package-root.js';
import { addServeCommand } from './serve.js';
import { addSourceCommand } from './source.js';
import { addSubgraphCommand } from './subgraph.js';
import { addTokenCommand } from './token.js';

const { version, description } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8')) as {
  version: string;
  description: string;
};

// A reader such as `head` that has seen enough is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = new Command('broadsheet')
  .description(
    `${description}.\n\nConfiguration comes from the environment and from a .env file; "broadsheet doctor" shows it.`,
  )
  .version(version)
  .exitOverride()
  .showHelpAfterError('(--help shows what there is)');
// Each loads what it needs when it runs, so that --help and a mistyped command answer at once.
addServeCommand(program);
addSubgraphCommand(program);
addGatewayCommand(program);
addComposeCommand(program);
addMigrateCommand(program);
addImportCommand(program);
addExportCommand(program);
addIngestCommand(program);
addSourceCommand(program);
addOpmlCommand(program);
addTokenCommand(program);
addDoctorCommand(program);

try {
  loadEnvFile();
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportFailure(error);
}
