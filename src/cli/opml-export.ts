import { writeFile } from 'node:fs/promises';
import { generateOpml } from '../feeds/opml.js';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';
import { allSources } from './source-choice.js';

/** `opml export` */
export async function exportOpml(file: string | undefined): Promise<void> {
  await withDatabase(async (database) => {
    const outlines = (await allSources(database)).flatMap(({ name, feedUrl, homepageUrl, language }) =>
      feedUrl === null ? [] : [{ title: name, text: name, feedUrl, homepageUrl, language, folder: [] }],
    );
    if (outlines.length === 0) throw new CommandFailure('No source has a feed');
    const text = generateOpml({ title: 'Broadsheet sources', outlines, createdAt: new Date() });
    if (file === undefined) {
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      return;
    }
    await writeFile(file, text).catch((error: NodeJS.ErrnoException) => {
      throw new CommandFailure(`The file ${file} cannot be written: ${error.code}`);
    });
    say(`${outlines.length} sources written to ${file}`);
  });
}
