import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { apiChanges } from './breaking-changes.js';
import { printSchemas } from './print.js';

/*
 * `npm run schema:print` writes what is published into schema/. `--check` says whether what is there is what the code
 * makes, and whether every breaking change since schema/released.graphql is declared.
 */

const folder = 'schema';
const printed = await printSchemas();
if (process.argv.includes('--check')) await check();
else for (const [name, text] of Object.entries(printed)) await writeFile(join(folder, name), text);

async function check(): Promise<void> {
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  for (const [name, text] of Object.entries(printed))
    if ((await read(name)) !== text)
      fail(`${name} is not what the code makes: run "npm run schema:print" and look at the difference`);
  const { problems, dangerous } = apiChanges(
    await readFile(join(folder, 'released.graphql'), 'utf8'),
    printed['api.graphql'] ?? '',
    await read('breaking-changes.txt'),
  );
  for (const change of dangerous) say(`Warning, may surprise clients: ${change}`);
  for (const problem of problems) fail(`breaking-changes.txt: ${problem}`);
}

function fail(problem: string): void {
  say(`${folder}/${problem}`);
  process.exitCode = 1;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
