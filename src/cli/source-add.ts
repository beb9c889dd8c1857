import type { Source } from '../../entities/source.js';
import { canonicalUrl, displayHost } from '../catalog/canonical-url.js';
import { saveSource } from '../catalog/save-source.js';
import { sourceBySlug } from '../catalog/sources.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { formatSourceDate } from '../feeds/date.js';
import type { Entry } from '../feeds/entry.js';
import { checkedRule, type PageRule } from '../ingest/page-rule.js';
import { startPolling } from '../ingest/polling.js';
import { saveRule } from '../ingest/source-rules.js';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';
import { allSources } from './source-choice.js';
import { type FoundPlace, findPlace } from './source-place.js';
import { problemOf } from './source-problem.js';
import { isWanted } from './source-question.js';
import { refreshEach, runLine } from './source-refresh.js';
import { excerpt, table } from './source-table.js';
import { lazyWebClient } from './source-web.js';

/** The options of `source add`. */
export interface AddOptions {
  name?: string;
  slug?: string;
  language?: string;
  timeZone?: string;
  listings?: string;
  yes?: boolean;
  refresh: boolean;
  json?: boolean;
}

const entriesShown = 5;

/** `source add` */
export async function addSource(url: string, options: AddOptions): Promise<void> {
  const rule = options.listings === undefined ? undefined : checkedRule({ listings: options.listings });
  await withDatabase(async (database, config) => {
    const place = await find(url, rule, config);
    const known = await knownSource(database, place, options.slug);
    const proposal = await proposalOf(database, place, options, known);
    if (known) say(aboutKnown(known, proposal));
    if (!options.json) process.stdout.write(describe(proposal, place.entries));
    const question = known ? `Read ${known.slug} from there?` : `Add ${proposal.slug}?`;
    const isSaved = await isWanted(question, options.yes);
    const source = isSaved ? await save(database, proposal, rule) : undefined;
    if (options.json)
      process.stdout.write(`${JSON.stringify(asJson(proposal, place, isSaved), undefined, 2)}\n`);
    if (source) await readAtOnce(database, config, source, options);
  });
}

async function find(url: string, rule: PageRule | undefined, config: Config): Promise<FoundPlace> {
  const web = lazyWebClient(config);
  try {
    return await findPlace(url, rule, await web.client(), say);
  } catch (error) {
    throw new CommandFailure(problemOf(url, error), { cause: error });
  } finally {
    await web.close();
  }
}

function aboutKnown({ slug, homepageUrl, feedUrl }: Source, proposal: Proposal): string {
  if (feedUrl === proposal.feedUrl && feedUrl !== null) return `The source ${slug} has this feed already.`;
  const place = proposal.feedUrl ?? `the listings of ${proposal.homepageUrl}`;
  const before = feedUrl === null ? '' : `, in place of ${feedUrl}`;
  return `The source ${slug} is of ${displayHost(homepageUrl)} already. It would read ${place}${before}; for a source of its own, name it with --slug.`;
}

type Proposal = Pick<Source, 'slug' | 'name' | 'homepageUrl' | 'feedUrl' | 'language' | 'timeZone'>;

/** What an operator says goes before what is known, and that before what is guessed. */
async function proposalOf(
  database: Database,
  { guess, feedUrl }: FoundPlace,
  { name, slug, language, timeZone }: AddOptions,
  known: Source | undefined,
): Promise<Proposal> {
  return {
    slug: known?.slug ?? slug ?? (await freeSlug(database, guess.slug)),
    name: name ?? known?.name ?? guess.name,
    homepageUrl: feedUrl === undefined ? guess.homepageUrl : (known?.homepageUrl ?? guess.homepageUrl),
    feedUrl: feedUrl ?? null,
    language: language ?? known?.language ?? guess.language,
    timeZone: timeZone ?? known?.timeZone ?? guess.timeZone,
  };
}

/** The source with the slug, or where none is given the one of the same feed or else of the same host. */
async function knownSource(
  database: Database,
  { feedUrl, guess }: FoundPlace,
  slug: string | undefined,
): Promise<Source | undefined> {
  if (slug !== undefined) return (await sourceBySlug(database, slug)) ?? undefined;
  const sources = await allSources(database);
  const key = feedUrl && canonicalUrl(feedUrl);
  const ofFeed = sources.find((source) => source.feedUrl && key && canonicalUrl(source.feedUrl) === key);
  const host = displayHost(guess.homepageUrl);
  return ofFeed ?? sources.find((source) => displayHost(source.homepageUrl) === host);
}

async function freeSlug(database: Database, base: string): Promise<string> {
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`;
    if (!(await sourceBySlug(database, slug))) return slug;
  }
}

async function save(database: Database, proposal: Proposal, rule: PageRule | undefined): Promise<Source> {
  const now = Date.now();
  return database.transaction(async (tx) => {
    const outcome = await saveSource(tx, proposal, now);
    if (outcome.kind === 'REFUSED') throw new CommandFailure(`${outcome.field} ${outcome.message}`);
    const { id } = outcome.saved;
    if (rule) await saveRule(tx, id, rule, now);
    await startPolling(tx, id, now);
    return outcome.saved;
  });
}

async function readAtOnce(
  database: Database,
  config: Config,
  source: Source,
  { refresh, json }: AddOptions,
): Promise<void> {
  const tell = json ? say : (line: string) => void process.stdout.write(`${line}\n`);
  tell(`added\t${source.slug}`);
  if (!refresh) return;
  await refreshEach(database, config, [source], (_, report) => {
    tell(runLine(source, report));
    if (report.failure) process.exitCode = 1;
  });
}

function describe(proposal: Proposal, entries: readonly Entry[]): string {
  const { slug, name, homepageUrl, feedUrl, language, timeZone } = proposal;
  const facts = [
    ['name', name],
    ['slug', slug],
    ['home', homepageUrl],
    ['feed', feedUrl ?? 'none: the listings of its front page are read'],
    ['language', language],
    ['time zone', timeZone],
    ['entries', String(entries.length)],
  ];
  const rows = entries
    .slice(0, entriesShown)
    .map((entry) => [
      entry.published ? formatSourceDate(entry.published) : '-',
      excerpt(entry.title ?? '(no headline)', 60),
      entry.url ?? entry.id ?? '-',
    ]);
  const first = rows.length > 0 ? `\n${table(['DATE', 'HEADLINE', 'ADDRESS'], rows)}` : '';
  return `${table(['source', ''], facts)}${first}\n`;
}

function asJson(proposal: Proposal, { entries }: FoundPlace, isSaved: boolean) {
  const first = entries.slice(0, entriesShown).map(({ title, url, published }) => ({
    title: title ?? null,
    url: url ?? null,
    publishedAt: published ? formatSourceDate(published) : null,
  }));
  return { source: proposal, entryCount: entries.length, entries: first, saved: isSaved };
}
