import type { Source } from '../../entities/source.js';
import { canonicalUrl, displayHost } from '../catalog/canonical-url.js';
import { saveSource } from '../catalog/save-source.js';
import { sourceBySlug } from '../catalog/sources.js';
import type { Config } from '../config.js';
import type { Database } from '../database/database.js';
import { formatSourceDate } from '../feeds/date.js';
import type { Entry } from '../feeds/entry.js';
import { pollingOf } from '../ingest/health.js';
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
    const { known, neighbour } = await knownSources(database, place, options.slug);
    const proposal = await proposalOf(database, place, options, known);
    if (known) say(aboutKnown(known, proposal, options.slug));
    else if (neighbour) say(aboutNeighbour(neighbour));
    if (!options.json) process.stdout.write(describe(proposal, place.entries));
    const question = known ? `Read ${known.slug} from there?` : `Add ${proposal.slug}?`;
    const isSaved = await isWanted(question, options.yes);
    const source = isSaved ? await save(database, proposal, rule) : undefined;
    if (options.json)
      process.stdout.write(`${JSON.stringify(asJson(proposal, place, isSaved), undefined, 2)}\n`);
    if (!source) return;
    const tell = options.json ? say : (line: string) => void process.stdout.write(`${line}\n`);
    tell(`${becameOf(known, source)}\t${source.slug}`);
    if (options.refresh) await readAtOnce(database, config, source, tell);
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

function aboutKnown(
  { slug, homepageUrl, feedUrl }: Source,
  proposal: Proposal,
  named: string | undefined,
): string {
  if (feedUrl === proposal.feedUrl && feedUrl !== null) return `The source ${slug} has this feed already.`;
  const place = proposal.feedUrl ?? `the listings of ${proposal.homepageUrl}`;
  const before = feedUrl === null ? '' : `, in place of ${feedUrl}`;
  const otherwise = named === undefined ? '; for a source of its own, name it with --slug' : '';
  return `The source ${slug} is of ${displayHost(homepageUrl)} already. It would read ${place}${before}${otherwise}.`;
}

function aboutNeighbour({ slug, homepageUrl, feedUrl }: Source): string {
  const place = feedUrl ?? `the listings of ${homepageUrl}`;
  return `The source ${slug} is of the same host, and reads ${place}. If that has moved, say --slug ${slug}.`;
}

/** As `opml import` calls it. */
function becameOf(known: Source | undefined, saved: Source): 'added' | 'changed' | 'known' {
  if (!known) return 'added';
  const members = ['name', 'homepageUrl', 'feedUrl', 'language', 'timeZone'] as const;
  return members.every((member) => known[member] === saved[member]) ? 'known' : 'changed';
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

/**
 * The source with the slug, or where none is given the one of the same feed, or else the one of the same host that reads
 * nothing yet, or lists of the same page. One of the host that reads something else is but a neighbour: a publisher may have
 * many feeds.
 */
async function knownSources(
  database: Database,
  { feedUrl, guess }: FoundPlace,
  slug: string | undefined,
): Promise<{ known?: Source | undefined; neighbour?: Source | undefined }> {
  if (slug !== undefined) return { known: (await sourceBySlug(database, slug)) ?? undefined };
  const sources = await allSources(database);
  const key = feedUrl && canonicalUrl(feedUrl);
  const ofFeed = sources.find((source) => source.feedUrl && key && canonicalUrl(source.feedUrl) === key);
  if (ofFeed) return { known: ofFeed };
  const host = displayHost(guess.homepageUrl);
  const ofHost = sources.filter((source) => displayHost(source.homepageUrl) === host);
  const pollings = await pollingOf(
    database,
    ofHost.map(({ id }) => id),
  );
  const page = canonicalUrl(guess.homepageUrl);
  const known = ofHost.find(
    ({ id, feedUrl: other, homepageUrl }) =>
      other === null && (feedUrl !== undefined || !pollings.has(id) || canonicalUrl(homepageUrl) === page),
  );
  return { known, neighbour: ofHost[0] };
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
  tell: (line: string) => void,
): Promise<void> {
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
      dateOf(entry) ?? '-',
      excerpt(entry.title ?? '(no headline)', 60),
      entry.url ?? entry.id ?? '-',
    ]);
  const first = rows.length > 0 ? `\n${table(['DATE', 'HEADLINE', 'ADDRESS'], rows)}` : '';
  return `${table(['source', ''], facts)}${first}\n`;
}

/** The date under which an entry is stored. */
function dateOf({ published, updated }: Entry): string | undefined {
  const date = published ?? updated;
  return date && formatSourceDate(date);
}

function asJson(proposal: Proposal, { entries }: FoundPlace, isSaved: boolean) {
  const first = entries.slice(0, entriesShown).map((entry) => ({
    title: entry.title ?? null,
    url: entry.url ?? null,
    publishedAt: dateOf(entry) ?? null,
  }));
  return { source: proposal, entryCount: entries.length, entries: first, saved: isSaved };
}
