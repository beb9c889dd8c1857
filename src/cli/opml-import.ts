import { buffer } from 'node:stream/consumers';
import type { Source } from '../../entities/source.js';
import { canonicalUrl, displayHost } from '../catalog/canonical-url.js';
import { type SourceDraft, saveSource } from '../catalog/save-source.js';
import { slugBase } from '../catalog/slug.js';
import type { Config } from '../config.js';
import type { Database, Transaction } from '../database/database.js';
import { type Outline, parseOpml } from '../feeds/opml.js';
import { startPolling } from '../ingest/polling.js';
import { canonicalLocale } from '../ingest/store-source.js';
import { withDatabase } from './database.js';
import { CommandFailure } from './failure.js';
import { type LoadedDocument, loadDocument } from './ingest-documents.js';
import { allSources } from './source-choice.js';
import { guessTimeZone } from './source-guess.js';
import { problemOf } from './source-problem.js';
import { oneLine } from './source-table.js';
import { lazyWebClient } from './source-web.js';

/** What becomes of a feed of a list. */
type Plan =
  | { kind: 'known'; slug: string; feedUrl: string }
  | { kind: 'added' | 'changed'; slug: string; feedUrl: string; draft: SourceDraft };

const batchSize = 100;

/** `opml import` */
export async function importOpml(list: string, { dryRun }: { dryRun?: boolean }): Promise<void> {
  await withDatabase(async (database, config) => {
    const { bytes, contentType } = await load(list, config);
    const opml = parseOpml(bytes, contentType === undefined ? {} : { contentType });
    if (!opml)
      throw new CommandFailure(`${list} is no OPML\n  for a feed or a page, see "broadsheet source add"`);
    const plans = planOutlines(opml.outlines, await allSources(database));
    const problems = dryRun ? new Map<Plan, string>() : await carryOut(database, plans);
    for (const plan of plans) {
      const problem = problems.get(plan);
      const line = [problem ? 'refused' : plan.kind, plan.slug, plan.feedUrl, ...(problem ? [problem] : [])];
      process.stdout.write(`${line.join('\t')}\n`);
    }
    const count = (kind: Plan['kind']) =>
      plans.filter((plan) => plan.kind === kind && !problems.has(plan)).length;
    process.stdout.write(
      `${dryRun ? 'Would be: ' : ''}${count('added')} sources added, ${count('changed')} given their feed, ${count('known')} known, ${problems.size} refused\n`,
    );
    if (problems.size > 0 || plans.length === 0) process.exitCode = 1;
  });
}

async function load(list: string, config: Config): Promise<LoadedDocument> {
  if (list === '-') return { bytes: await buffer(process.stdin) };
  const web = lazyWebClient(config);
  try {
    return await loadDocument(list, {}, web.client);
  } catch (error) {
    throw new CommandFailure(problemOf(list, error), { cause: error });
  } finally {
    await web.close();
  }
}

/** A feed that a source reads is known; one of the host of a source without feed is that source's; others are new sources. */
function planOutlines(outlines: readonly Outline[], sources: readonly Source[]): Plan[] {
  const byFeed = new Map(
    sources.flatMap(({ feedUrl, slug }) => (feedUrl ? [[canonicalUrl(feedUrl), slug]] : [])),
  );
  const feedless = new Map(
    sources.flatMap(({ feedUrl, homepageUrl, slug }) => (feedUrl ? [] : [[displayHost(homepageUrl), slug]])),
  );
  const slugs = new Set(sources.map(({ slug }) => slug));
  return outlines.flatMap((outline): Plan[] => {
    const { feedUrl } = outline;
    if (feedUrl === undefined) return [];
    const known = byFeed.get(canonicalUrl(feedUrl));
    if (known !== undefined) return [{ kind: 'known', slug: known, feedUrl }];
    const home = outline.homepageUrl ?? new URL('/', feedUrl).href;
    const waiting = feedless.get(displayHost(home));
    feedless.delete(displayHost(home));
    const slug = waiting ?? freeSlug(slugs, slugBase(displayHost(home)));
    byFeed.set(canonicalUrl(feedUrl), slug);
    slugs.add(slug);
    if (waiting !== undefined) return [{ kind: 'changed', slug, feedUrl, draft: { slug, feedUrl } }];
    return [{ kind: 'added', slug, feedUrl, draft: draftOf(outline, { slug, feedUrl, home }) }];
  });
}

/** The language is that of the list where it names one. Articles go by their feed's own. */
function draftOf(
  { title, text, language: stated }: Outline,
  { slug, feedUrl, home }: { slug: string; feedUrl: string; home: string },
): SourceDraft {
  const language = canonicalLocale(stated) ?? 'en';
  const name = oneLine(title ?? text ?? '').slice(0, 200) || displayHost(home);
  const isChinese = language === 'en' && /\p{Script=Han}{2}/u.test(name);
  const tag = isChinese ? 'zh' : language;
  return { slug, name, homepageUrl: home, feedUrl, language: tag, timeZone: guessTimeZone(tag, home) };
}

function freeSlug(taken: ReadonlySet<string>, base: string): string {
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(slug)) return slug;
  }
}

/** @returns what was refused, and why */
async function carryOut(database: Database, plans: readonly Plan[]): Promise<Map<Plan, string>> {
  const problems = new Map<Plan, string>();
  for (let start = 0; start < plans.length; start += batchSize) {
    const batch = plans.slice(start, start + batchSize);
    const refused = await database.transaction((tx) => saveAll(tx, batch));
    for (const [plan, problem] of refused) problems.set(plan, problem);
  }
  return problems;
}

async function saveAll(tx: Transaction, plans: readonly Plan[]): Promise<[Plan, string][]> {
  const now = Date.now();
  const refused: [Plan, string][] = [];
  for (const plan of plans) {
    if (plan.kind === 'known') continue;
    const outcome = await saveSource(tx, plan.draft, now);
    if (outcome.kind === 'REFUSED') refused.push([plan, `${outcome.field} ${outcome.message}`]);
    else await startPolling(tx, outcome.saved.id, now);
  }
  return refused;
}
