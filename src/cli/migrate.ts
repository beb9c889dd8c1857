import type { Command } from 'commander';
import { withDatabase } from './database.js';

/** `broadsheet migrate` */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .summary('bring the database up to date')
    .description(
      'Bring the database up to date: apply the migrations that it lacks. Applied ones are left alone.',
    )
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://me:secret@db/broadsheet broadsheet migrate')
    .action(() =>
      withDatabase(
        async (database) => {
          const applied = await database.migrate();
          const lines = applied.length > 0 ? applied.map((name) => `applied ${name}`) : ['nothing to apply'];
          process.stdout.write(`${lines.join('\n')}\n`);
        },
        { mayBePending: true },
      ),
    );
}
