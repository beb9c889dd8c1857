import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addComposeCommand } from './compose.js';
import { addDoctorCommand } from './doctor.js';
import { addExportCommand } from './export.js';
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

/** `broadsheet` with all commands. Each loads what it needs when it runs, so that --help and a mistyped one answer at once. */
export function broadsheetProgram(): Command {
  const program = new Command('broadsheet')
    .description(
      `${description}.\n\nConfiguration comes from the environment and from a .env file; "broadsheet doctor" shows it.`,
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)');
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
  return program;
}
