/**
 * `npm run test:corpus [-- --failures] [-- part of a file name]`: reads the documents of the corpus (CORPUS_DIR, by
 * default ../shared/corpus) as `broadsheet ingest --json` would print them, and prints what share of their origins'
 * expectations is met. Exits with 1 when a category is below what the chosen libraries reached with plain glue.
 */
import { scoreFeeds } from './feeds.js';
import { scoreOpml } from './opml.js';
import { scorePages } from './pages.js';
import { scoreRobots } from './robots.js';
import { type Check, check, corpusFolder, type Scored } from './score.js';
import { urlScores } from './urls.js';

/** Expectations met by the reference glue over the chosen libraries, in percent. */
const references: Record<string, number> = {
  realworld: 99.4,
  'relative-urls': 69.0,
  'zh-encoding': 100,
  'page-dates': 77.8,
  'zh-page': 97.7,
  all: 95.9,
};
const parts: [name: string, folder: string, score: (folder: string) => Scored[]][] = [
  ['feeds', 'feeds', scoreFeeds],
  ['pages', 'pages', scorePages],
  ['seed', 'seed', scorePages],
  ['opml', 'opml', scoreOpml],
  ['robots', 'robots', (folder) => scoreRobots(folder).map(asOne)],
  [
    'addresses',
    'robots',
    (folder) => [...urlScores(folder)].map(([category, score]) => asOne({ category, ...score })),
  ],
];

/** A category of rows as one document. */
function asOne({ category, met, failures }: { category: string; met: number; failures: string[] }): Scored {
  const unmet = failures.flatMap((failure) => check(failure, true, false));
  const checks = [...unmet, ...Array.from({ length: met }, () => check('row', true, true)).flat()];
  return { category, file: category, checks };
}

const showsFailures = process.argv.includes('--failures');
const wanted = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function share(checks: readonly Check[]): number {
  return (100 * checks.filter(({ met }) => met).length) / checks.length;
}

/** A line of figures; `false` where it is below the reference. */
function report(name: string, scored: readonly Scored[]): boolean {
  const checks = scored.flatMap((document) => document.checks);
  const likeness = scored.flatMap((document) => document.likeness ?? []);
  const reference = references[name.trim()];
  const percentage = share(checks);
  const mean = likeness.reduce((sum, value) => sum + value, 0) / likeness.length;
  print(
    [
      name.padEnd(18),
      `${checks.filter(({ met }) => met).length}/${checks.length}`.padStart(11),
      `${percentage.toFixed(1)}%`.padStart(7),
      reference === undefined ? '' : ` reference ${reference.toFixed(1)}%`,
      likeness.length > 0 ? ` F1 of the text ${mean.toFixed(3)} (${likeness.length})` : '',
    ].join(''),
  );
  // A tenth of a percent is all that a reference states.
  return reference === undefined || percentage >= reference - 0.05;
}

function showFailures(scored: readonly Scored[]): void {
  for (const { file, checks } of scored) {
    for (const { name, expected, actual, met } of checks) {
      if (met) continue;
      print(`${file}: ${name}\n  expected ${shortened(expected)}\n  actual   ${shortened(actual)}`);
    }
  }
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}

function speed(scored: readonly Scored[]): string {
  const times = scored.flatMap(({ milliseconds }) => milliseconds ?? []);
  const total = times.reduce((sum, time) => sum + time, 0);
  return `${Math.round((1_000 * times.length) / total)} documents per second of processor time, the slowest ${Math.round(Math.max(...times))} ms`;
}

const everything: Scored[] = [];
const below: string[] = [];
for (const [name, folderName, score] of parts) {
  const folder = corpusFolder(folderName);
  if (folder === undefined) {
    print(`No ${folderName} in the corpus: set CORPUS_DIR.`);
    continue;
  }
  const scored = score(folder).filter(({ file }) => file.includes(wanted));
  if (scored.length === 0) continue;
  everything.push(...scored);
  if (showsFailures) showFailures(scored);
  const categories = [...new Set(scored.map(({ category }) => category))].sort();
  for (const category of categories) {
    const documents = scored.filter((document) => document.category === category);
    if (!report(`  ${category}`, documents)) below.push(category);
  }
  if (categories.length > 1) report(name, scored);
  if (scored.some(({ milliseconds }) => milliseconds !== undefined)) print(`  ${speed(scored)}`);
}
if (everything.length > 0 && !report('all', everything)) below.push('all');
if (wanted === '' && below.length > 0) {
  print(`Below the reference: ${below.join(', ')}`);
  process.exitCode = 1;
}
