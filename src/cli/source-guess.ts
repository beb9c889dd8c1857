import { type CountryCode, getCountry } from 'countries-and-timezones';
import { DateTime } from 'luxon';
import { detect } from 'tinyld';
import { displayHost } from '../catalog/canonical-url.js';
import { plainText } from '../catalog/plain-text.js';
import { slugBase } from '../catalog/slug.js';
import { parseSourceDate } from '../feeds/date.js';
import { decodeText } from '../feeds/decode.js';
import { canonicalLocale } from '../ingest/store-source.js';
import { isWebAddress } from '../url.js';
import type { FoundSource } from './source-discovery.js';

/** What a source may well be called, and be like. */
export interface SourceGuess {
  name: string;
  slug: string;
  homepageUrl: string;
  language: string;
  timeZone: string;
}

/** Dates with an offset, as RFC 822 and ISO 8601 write them. */
const offsetDates =
  /\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d(?::\d\d)? [+-]\d{4}|\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?[+-]\d\d:?\d\d/g;
const mostDates = 30;

/** Where most people of a country with several zones live; tried before its others. */
const populousZones = (
  'America/New_York America/Chicago America/Denver America/Los_Angeles America/Toronto America/Sao_Paulo ' +
  'America/Mexico_City America/Argentina/Buenos_Aires Australia/Sydney Asia/Shanghai Asia/Jakarta Asia/Almaty ' +
  'Europe/Moscow Europe/Berlin Europe/Madrid Europe/Lisbon Pacific/Auckland'
).split(' ');
/** Top-level domains that are no country's code, or not its ISO 3166 one; many a `.io` or `.tv` is anywhere. */
const countryOfDomain: Record<string, string> = {
  uk: 'GB',
  eu: '',
  io: '',
  tv: '',
  me: '',
  co: '',
  ai: '',
  cc: '',
};
const chineseRegions = ['CN', 'TW', 'HK', 'MO', 'SG'];

/** Guesses what an operator would otherwise have to find out. */
export function guessSource(found: FoundSource): SourceGuess {
  const { feed, feedUrl, page, pageUrl } = found;
  const home = [feed.homepageUrl, pageUrl, feedUrl].find(isWebAddress) ?? feedUrl;
  const language = guessLanguage(found);
  return {
    name: (feed.title || page?.siteName || displayHost(home)).slice(0, 200),
    slug: slugBase(displayHost(home)),
    homepageUrl: home === feedUrl ? new URL('/', home).href : home,
    language,
    timeZone: guessTimeZone(language, home, datesIn(found)),
  };
}

/**
 * What the feed or its page declares, unless its words are plainly those of another script: a template's `en-US` stands
 * over many a Chinese feed.
 */
function guessLanguage({ feed, page }: FoundSource): string {
  const declared = canonicalLocale(feed.language) ?? canonicalLocale(page?.language);
  const words = feed.entries
    .slice(0, 30)
    .map((entry) => plainText(entry.summaryHtml ?? entry.contentHtml ?? '').slice(0, 300));
  const titles = feed.entries.slice(0, 30).map(({ title = '' }) => title);
  const text = [feed.title, ...titles, ...words].join(' ').slice(0, 5_000);
  const ofScript = languageOfScript(text);
  if (ofScript && !declared?.startsWith(ofScript)) return ofScript;
  return declared ?? canonicalLocale(detect(text) || undefined) ?? 'en';
}

/** Where a third of the letters are of a script of one language; the statistics of words know little of these. */
function languageOfScript(text: string): string | undefined {
  const count = (letters: RegExp) => text.match(letters)?.length ?? 0;
  const [han, hangul] = [count(/\p{Script=Han}/gu), count(/\p{Script=Hangul}/gu)];
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  if (han + kana + hangul < count(/\p{L}/gu) / 3 || han + kana + hangul === 0) return undefined;
  if (hangul > han + kana) return 'ko';
  return kana > (han + kana) / 10 ? 'ja' : 'zh';
}

/**
 * The zone of the country that the address or language names, where all dates have the offset that holds there. A country
 * of several zones is told by the dates alone; UTC where nothing tells.
 */
export function guessTimeZone(language: string, address: string, dates: readonly string[] = []): string {
  const stated = dates.map((date) => ({
    at: parseSourceDate(date)?.at ?? 0,
    offset: DateTime.fromISO(`2000-01-01T00:00:00${isoOffset(date)}`, { setZone: true }).offset,
  }));
  // Feeds that state no offset but UTC's have had their dates converted.
  const samples = stated.some(({ offset }) => offset !== 0) ? stated : [];
  const fits = (zone: string) =>
    samples.every(({ at, offset }) => DateTime.fromMillis(at, { zone }).offset === offset);
  for (const country of countriesOf(language, address)) {
    const zones = [...(getCountry(country as CountryCode)?.timezones ?? [])].sort(
      (a, b) => rank(a) - rank(b),
    );
    const [first, ...others] = zones;
    if (!first) continue;
    const isOne = others.every((zone) => sameTime(zone, first)) || country === 'CN';
    if (samples.length === 0 && isOne) return first;
    const fitting = samples.length > 0 ? zones.find(fits) : undefined;
    if (fitting) return fitting;
  }
  return 'UTC';
}

function countriesOf(language: string, address: string): string[] {
  const domain = new URL(address).hostname.split('.').at(-1) ?? '';
  const ofDomain = countryOfDomain[domain] ?? (domain.length === 2 ? domain.toUpperCase() : '');
  const locale = new Intl.Locale(language);
  const likely = locale.maximize().region ?? '';
  const chinese = locale.language === 'zh' ? chineseRegions : [];
  return [...new Set([ofDomain, locale.region ?? '', likely, ...chinese])].filter(Boolean);
}

function datesIn({ document }: FoundSource): string[] {
  const { contentType } = document;
  const { text } = decodeText(document.bytes, { ...(contentType ? { contentType } : {}), kind: 'xml' });
  return (text.slice(0, 500_000).match(offsetDates) ?? []).slice(0, mostDates);
}

function isoOffset(date: string): string {
  const [, sign, hours, minutes] = /([+-])(\d\d):?(\d\d)$/.exec(date) ?? [];
  return `${sign}${hours}:${minutes}`;
}

function rank(zone: string): number {
  const place = populousZones.indexOf(zone);
  return place < 0 ? populousZones.length : place;
}

function sameTime(zone: string, other: string): boolean {
  const offsets = (name: string) =>
    [1, 7].map((month) => DateTime.fromObject({ year: 2025, month }, { zone: name }).offset).join();
  return offsets(zone) === offsets(other);
}
