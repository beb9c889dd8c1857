import { readFile } from 'node:fs/promises';
import { printApi, writePrintedSchemas } from './print.js';

/** `npm run schema:print` writes the printed schemas; `--check` says whether those in the folder are what the code makes. */
if (process.argv.includes('--check')) {
  if ((await readFile('schema/api.graphql', 'utf8')) !== (await printApi())) {
    process.stderr.write(
      'schema/api.graphql is not what the code makes: run "npm run schema:print" and look at the difference\n',
    );
    process.exitCode = 1;
  }
} else {
  await writePrintedSchemas('schema');
}
