import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import {
  parseVariable,
  rawVariables,
  readConfig,
  redacted,
  type VariableName,
  variables,
} from '../config.js';
import { openOrExplain } from './database.js';

/** `broadsheet doctor` */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('show the configuration and check it')
    .description(
      'Show every variable of the environment with its value, default and meaning, and check each, the database and its migrations. Exit code 1 when something is wrong.',
    )
    .addHelpText('after', '\nExample:\n  PORT=8080 broadsheet doctor')
    .action(async () => {
      const checks = [...variableChecks(), ...(await databaseChecks())];
      process.stdout.write(`${checks.map(({ text }) => text).join('\n')}\n`);
      if (!checks.every(({ isRight }) => isRight)) process.exitCode = 1;
    });
}

interface Check {
  isRight: boolean;
  text: string;
}

function variableChecks(): Check[] {
  const raw = rawVariables(process.env);
  const names = Object.keys(variables) as VariableName[];
  const rows = names.map((name) => {
    const { text, isSet } = raw[name];
    const { fallback, meaning, expected } = variables[name];
    const isRight = parseVariable(name, text) !== undefined;
    const value = (name.endsWith('_SECRET') && text ? '***' : redacted(text)) || '(empty)';
    const origin = isSet ? 'set' : 'default';
    const note = isRight ? meaning : `WRONG: expected ${expected}. ${meaning}`;
    return { isRight, cells: [isRight ? 'ok' : 'WRONG', name, value, origin, fallback || '(empty)', note] };
  });
  const head = ['', 'VARIABLE', 'VALUE', 'FROM', 'DEFAULT', 'MEANING'];
  const table = [head, ...rows.map(({ cells }) => cells)];
  const widths = head.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    { isRight: true, text: line(head) },
    ...rows.map(({ isRight, cells }) => ({ isRight, text: line(cells) })),
    { isRight: true, text: '' },
  ];
}

async function databaseChecks(): Promise<Check[]> {
  const { text } = rawVariables(process.env).DATABASE_URL;
  if (parseVariable('DATABASE_URL', text) === undefined) return [];
  const [, file] = /^sqlite:(.+)$/.exec(text) ?? [];
  if (file && !existsSync(file))
    return [
      { isRight: false, text: `WRONG  database: there is no file ${file} yet: run "broadsheet migrate"` },
    ];
  try {
    // The other variables may be wrong without keeping the database from being checked.
    const database = await openOrExplain(readConfig({ DATABASE_URL: text }));
    try {
      const pending = await database.pendingMigrations();
      if (pending.length > 0) {
        return [
          {
            isRight: false,
            text: `WRONG  database: it lacks migrations (${pending.join(', ')}): run "broadsheet migrate"`,
          },
        ];
      }
      const { countCorpus } = await import('../corpus/export.js');
      const { articles, sources, categories } = await countCorpus(database);
      const counts = `${articles} articles, ${sources} sources, ${categories} categories`;
      return [{ isRight: true, text: `ok     database: it answers and has every migration; ${counts}` }];
    } finally {
      await database.close();
    }
  } catch (error) {
    return [{ isRight: false, text: `WRONG  database: ${(error as Error).message}` }];
  }
}
