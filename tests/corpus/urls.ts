import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalUrl } from '../../src/catalog/canonical-url.js';

type Row = {
  input: string;
  expected?: string | null;
  href?: string;
  base?: string | null;
  failure?: boolean;
};
type Score = { met: number; total: number; failures: string[] };

/** Two spellings that are to have one canonical form. Only addresses of the web have one. */
function isSame(input: string, expected: string): boolean | undefined {
  if (!/^\s*https?:/i.test(input) || !/^https?:/i.test(expected)) return undefined;
  return tryCanonical(input) === tryCanonical(expected);
}

function tryCanonical(url: string): string | undefined {
  try {
    return canonicalUrl(url);
  } catch {
    return undefined;
  }
}

function scoreOf(cases: readonly { name: string; met: boolean | undefined }[]): Score {
  const counted = cases.filter(({ met }) => met !== undefined);
  const failures = counted.filter(({ met }) => !met).map(({ name }) => name);
  return { met: counted.length - failures.length, total: counted.length, failures };
}

function tableScore(rows: readonly Row[]): Score {
  return scoreOf(
    rows.map(({ input, expected, href, base }) => {
      const other = expected ?? href;
      const met = base || !other ? undefined : isSame(input, other);
      return { name: `${input} | ${other}`, met };
    }),
  );
}

/** Parameters that are dropped on every site by the ClearURLs rules, of those that are plain names. */
function parameterScore(folder: string): Score {
  const { providers } = JSON.parse(readFileSync(join(folder, 'clearurls-data.min.json'), 'utf8'));
  const rules: string[] = providers.globalRules.rules;
  const names = rules.map((rule) => rule.replace('(?:%3F)?', '')).filter((rule) => /^[\w-]+$/.test(rule));
  return scoreOf(
    names.map((name) => ({
      name,
      met: canonicalUrl(`https://news.example/a?id=7&${name}=x`) === 'https://news.example/a?id=7',
    })),
  );
}

/** Canonical addresses by tables that others made: cases met of those stated. Empty where the corpus is not here. */
export function urlScores(robotsFolder: string): Map<string, Score> {
  const folder = join(robotsFolder, 'tables');
  if (!existsSync(folder)) return new Map();
  const tables = ['url-normalize-basic', 'url-aggressive', 'url-semantic-precise', 'url-whatwg'];
  const read = (table: string): Row[] => JSON.parse(readFileSync(join(folder, `${table}.json`), 'utf8'));
  return new Map([
    ...tables.map((table): [string, Score] => [table, tableScore(read(table))]),
    ['tracking parameters', parameterScore(folder)],
  ]);
}
