import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOpml } from '../../src/feeds/opml.js';
import { reportOpml } from '../../src/feeds/report-opml.js';
import { check, manifestEntries, type Scored } from './score.js';

type OpmlEntry = {
  file: string;
  category: string;
  expected: { title?: string; feedCount?: number; firstFeed?: { title?: string } };
};

/** The subscription lists of the corpus by what their origins expect of a reader. */
export function scoreOpml(folder: string): Scored[] {
  return manifestEntries<OpmlEntry>(folder).map(({ file, category, expected }) => {
    const bytes = readFileSync(join(folder, file));
    const begun = performance.now();
    const list = parseOpml(bytes);
    const milliseconds = performance.now() - begun;
    const report = list && reportOpml(list);
    const checks = [
      ...check('title', expected.title, report?.title),
      ...check('feedCount', expected.feedCount, report?.feedCount),
      ...check('firstFeed.title', expected.firstFeed?.title, report?.feeds[0]?.title),
    ];
    return { file, category, checks, milliseconds };
  });
}
