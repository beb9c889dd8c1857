import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRobots } from '../../src/http/robots-text.js';

export interface RobotsScore {
  category: string;
  met: number;
  total: number;
  /** What was not as expected. */
  failures: string[];
}

type RobotsEntry = {
  file: string;
  category: string;
  expected: { sitemaps?: number; isHtml?: boolean };
};
type RobotsCase = { robots: string; agent: string; url: string; allowed: boolean };
type Check = { name: string; met: boolean };

/**
 * Measures the reading of robots.txt against files and cases that others wrote: expectations met of those stated, per
 * category. None where the folder has no manifest.
 */
export function scoreRobots(folder: string): RobotsScore[] {
  const manifest = join(folder, 'manifest.json');
  if (!existsSync(manifest)) return [];
  const { entries } = JSON.parse(readFileSync(manifest, 'utf8')) as { entries: RobotsEntry[] };
  const scores = new Map<string, RobotsScore>();
  for (const entry of entries.filter(({ category }) => category.startsWith('robots-'))) {
    const score = scores.get(entry.category) ?? { category: entry.category, met: 0, total: 0, failures: [] };
    const bytes = readFileSync(join(folder, entry.file));
    for (const { name, met } of entry.category === 'robots-cases'
      ? checkCases(bytes)
      : checkFile(bytes, entry)) {
      score.total++;
      if (met) score.met++;
      else score.failures.push(`${entry.file} ${name}`);
    }
    scores.set(entry.category, score);
  }
  return [...scores.values()];
}

function checkCases(bytes: Buffer): Check[] {
  const cases = JSON.parse(bytes.toString()) as RobotsCase[];
  return cases.map(({ robots, agent, url, allowed }) => {
    const rules = parseRobots(Buffer.from(robots), { url: new URL('/robots.txt', url).href, token: agent });
    return {
      name: JSON.stringify({ robots, agent, url, allowed }),
      met: rules.isAllowed(new URL(url)) === allowed,
    };
  });
}

/** Files without expectations have to be read without an error. */
function checkFile(bytes: Buffer, { expected }: RobotsEntry): Check[] {
  const url = 'https://publisher.example/robots.txt';
  const rules = parseRobots(bytes, { url, token: 'Broadsheet' });
  const { sitemaps, isHtml } = expected;
  if (isHtml) return [{ name: 'forbids nothing', met: rules.isAllowed(new URL('/news/1.html', url)) }];
  if (sitemaps === undefined) return [{ name: 'is read', met: true }];
  return [
    { name: `${sitemaps} sitemaps, not ${rules.sitemaps.length}`, met: rules.sitemaps.length === sitemaps },
  ];
}
