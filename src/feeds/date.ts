import { DateTime, FixedOffsetZone, IANAZone, Info, type Zone } from 'luxon';

/** A date as its source states it. */
export type SourceDate = {
  /** Epoch milliseconds; for a `DAY`, midnight UTC of that calendar date. */
  at: number;
  /** `DAY` when the source gives no time of day. */
  precision: 'DAY' | 'SECOND';
  /**
   * Whole minutes east of UTC where the source states the time, or where it has its zone: in that its readers see the
   * date. Absent where it is UTC, and for a `DAY`.
   */
  offset?: number;
};

/** Reads a date as its source writes it, where it gives one. */
export type ReadDate = (text: string | undefined) => SourceDate | undefined;

/** How a date is read. */
export type SourceDateOptions = {
  /** IANA zone in which a time without zone is read; default `UTC`. */
  timeZone?: string;
  /** The present, in epoch milliseconds; what is later is not believed. */
  now?: number;
};

type Fields = Record<string, string | undefined>;

/** The first place where a day begins is fourteen hours ahead of UTC. */
const earliestDayMilliseconds = 14 * 3_600_000;

/** Longer texts are no dates. */
const longestDate = 200;

/** Feeds write month names in the language of their server. */
const monthLocales = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'sv', 'da', 'pl', 'ru', 'el', 'hu', 'tr'];

const monthNumbers = new Map<string, number>([['sept', 9]]);
for (const locale of monthLocales) {
  for (const style of ['long', 'short'] as const) {
    for (const names of [Info.months(style, { locale }), Info.monthsFormat(style, { locale })]) {
      for (const [index, name] of names.entries()) monthNumbers.set(foldName(name), index + 1);
    }
  }
}

/** RFC 822 section 5 and the abbreviations met besides; in hours east of UTC. */
const namedOffsets: Record<string, number> = {
  ...{
    Z: 0,
    UT: 0,
    UTC: 0,
    GMT: 0,
    WET: 0,
    WEST: 1,
    BST: 1,
    MET: 1,
    MEZ: 1,
    CET: 1,
    MEST: 2,
    MESZ: 2,
    CEST: 2,
  },
  ...{ EET: 2, SAST: 2, EEST: 3, MSK: 3, MSD: 4, PKT: 5, IST: 5.5, ICT: 7, WIB: 7, HKT: 8, SGT: 8, PHT: 8 },
  ...{ AWST: 8, JST: 9, KST: 9, ACST: 9.5, AEST: 10, ACDT: 10.5, AEDT: 11, NZST: 12, NZDT: 13 },
  ...{ NDT: -2.5, ADT: -3, ART: -3, BRT: -3, NST: -3.5, AT: -4, AST: -4, EDT: -4, ET: -5, EST: -5, CDT: -5 },
  ...{ CT: -6, CST: -6, MDT: -6, MT: -7, MST: -7, PDT: -7, PT: -8, PST: -8, AKDT: -8, AKST: -9, HST: -10 },
};

/** Names that mean another zone outside America and India: China, Israel, Ireland. */
const ambiguousNames = new Set(['CST', 'IST']);

const timeForm =
  /(?:^|[T\s,])(?<before>오전|오후|上午|下午)?\s*(?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d{1,2})(?:[.,](?<fraction>\d+))?)?(?![\d:])\s*(?<after>[ap]\.?m\b\.?)?/i;
const basicTimeForm =
  /(?<=\d{8})T(?<hour>\d\d)(?<minute>\d\d)(?<second>\d\d)?(?:[.,](?<fraction>\d+))?(?!\d)/;

/** What may follow the time: a zone, and the year where `asctime` and `date` put it. */
const restForm =
  /^(?<zone>[A-Za-z]+(?:\/[A-Za-z_/]+)?)?\s*(?:(?<offset>[+-]\d{1,2}(?::?\d\d)?)(?:\s[A-Z]{2,5})?)?(?:(?:^|\s+)(?<year>\d{4}))?$/;

const dateForms = [
  // ISO 8601, also with slashes, month names, and a superfluous zero (2003-012-31)
  /^(?<year>\d{4})[-/.\s]+(?<month>0?\d{1,2}|\p{L}+)\.?[-/.\s]+(?<day>\d{1,2})$/u,
  /^(?<year>\d{4})(?<month>\d\d)(?<day>\d\d)$/,
  /^(?<year>\d{4})-?(?<ordinal>\d{3})$/,
  /^(?<year>\d{4})(?:-(?<month>\d\d))?$/,
  // its truncated forms of 1988
  /^-(?<year>\d\d)(?:-?(?<month>\d\d))?$/,
  /^(?<year>\d\d)-?(?<month>\d\d)-?(?<day>\d\d)$/,
  // RFC 822 and prose
  /^(?<day>\d{1,2})(?:st|nd|rd|th|\.)?[-/\s]*(?:de\s|of\s)?\s*(?<month>\p{L}+)\.?,?[-/\s]*(?:de\s)?\s*(?<year>\d{4}|\d\d)$/u,
  /^(?<month>\p{L}+)\.?\s*(?<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<year>\d{4})$/u,
  /^(?<month>\p{L}+)\.?,?\s+(?<year>\d{4})$/u,
  // numbers alone: American with slashes, European with dots and hyphens
  /^(?<month>0?\d|1[0-2])\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
  /^(?<day>\d{1,2})[-/.](?<month>\d{1,2})[-/.](?<year>\d{4})$/,
];

/**
 * Reads a date as feeds and pages write it: RFC 822/1123/850 and `asctime`, RFC 3339 and ISO 8601, prose with
 * month names, also Chinese and Korean; with numeric, named or no zone. Named zones are RFC 822's where a name
 * is ambiguous, but `CST` and `IST` are the source's own zone when that lies in Asia or Europe.
 *
 * @returns undefined for what is no date, no calendar date, a program's zero (year 1), or still to come: a time after
 * the present, a day that has begun nowhere yet
 */
export function parseSourceDate(text: string, options: SourceDateOptions = {}): SourceDate | undefined {
  const { timeZone = 'UTC', now = Date.now() } = options;
  const source = text
    .trim()
    .slice(0, longestDate)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/(\d)\s*[年년]\s*(\d+)\s*[月월]\s*(\d+)\s*[日号號일]?/, '$1-$2-$3 ')
    .replace(/\s+/g, ' ')
    .trim();
  const isKorean = /년|오전|오후/.test(text); // its local times are Korea's, wherever the source is
  const date = epochDate(source) ?? calendarDate(source, isKorean ? 'Asia/Seoul' : timeZone);
  return date && date.at <= now + (date.precision === 'DAY' ? earliestDayMilliseconds : 0) ? date : undefined;
}

/** RFC 3339 in UTC, whatever the offset; the bare date where no time is known. */
export function formatSourceDate({ at, precision }: SourceDate): string {
  const text = new Date(at).toISOString();
  return precision === 'DAY' ? text.slice(0, 10) : text.replace(/\.?0+Z$/, 'Z');
}

/** Unix time in seconds or milliseconds, as some generators print it. */
function epochDate(text: string): SourceDate | undefined {
  if (!/^1\d{9}(\d{3})?$/.test(text)) return undefined;
  return { at: Number(text.padEnd(13, '0')), precision: 'SECOND' };
}

function calendarDate(text: string, timeZone: string): SourceDate | undefined {
  const time = timeForm.exec(text) ?? basicTimeForm.exec(text);
  if (!time) {
    const day = dateFields(text.replace(/\s*(?:Z|GMT|UTC|[+-]\d\d:\d\d)$/, ''));
    const at = day && DateTime.fromObject(day, { zone: 'utc' });
    return at?.isValid ? { at: at.toMillis(), precision: 'DAY' } : undefined;
  }
  const rest = restForm.exec(text.slice(time.index + time[0].length).trim())?.groups as Fields | undefined;
  const day = rest && dateFields(`${text.slice(0, time.index)} ${rest.year ?? ''}`);
  const zone = rest && zoneOf(rest, timeZone);
  if (!day || !zone) return undefined;
  const at = DateTime.fromObject({ ...day, ...timeFields(time.groups ?? {}) }, { zone });
  if (!at.isValid) return undefined;
  const offset = Math.round(at.offset); // zones of the nineteenth century have seconds
  return { at: at.toMillis(), precision: 'SECOND', ...(offset === 0 ? {} : { offset }) };
}

function dateFields(text: string): Record<string, number> | undefined {
  const date = withoutWeekday(text.trim()).replace(/,$/, '');
  for (const form of dateForms) {
    const fields: Fields | undefined = form.exec(date)?.groups;
    if (!fields?.year) continue;
    const year = fullYear(fields.year);
    const month = monthNumber(fields.month ?? '1');
    if (!month || year === 1) return undefined;
    if (fields.ordinal) return { year, ordinal: Number(fields.ordinal) };
    return { year, month, day: Number(fields.day ?? 1) };
  }
  return undefined;
}

/** In whatever language: `mar,` is a Tuesday though `mar` is March as well. */
function withoutWeekday(date: string): string {
  const [, word = '', comma, rest = ''] = /^(\p{L}+)\.?(,?)\s*(.*)$/u.exec(date) ?? [];
  const isWeekday = word && (!monthNumber(word) || (comma && /\p{L}/u.test(rest)));
  return isWeekday ? rest : date;
}

/** RFC 2822 section 4.3: two digits from 50 on are of the last century. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function monthNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : monthNumbers.get(foldName(text));
}

/** Case, accents and abbreviation dots vary. */
function foldName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '')
    .toLowerCase();
}

function timeFields(fields: Fields): Record<string, number> {
  const half = fields.before ?? fields.after?.[0]?.toLowerCase();
  const hour = Number(fields.hour);
  const afternoon = half === 'p' || half === '오후' || half === '下午';
  return {
    hour: half && hour <= 12 ? (hour % 12) + (afternoon ? 12 : 0) : hour,
    minute: Number(fields.minute),
    second: fields.second === '60' ? 59 : Number(fields.second ?? 0), // a leap second
    millisecond: Math.floor(Number(`0.${fields.fraction ?? 0}`) * 1000),
  };
}

/** A name that nobody knows says nothing (RFC 2822 section 4.3), so the source's zone holds. */
function zoneOf({ zone = '', offset }: Fields, timeZone: string): Zone | string | undefined {
  const name = zone.toUpperCase();
  if (offset) {
    const [, sign, hours, minutes = '0'] = /([+-])(\d\d?)(?::?(\d\d))?/.exec(offset) ?? [];
    if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
    return FixedOffsetZone.instance((sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)));
  }
  if (zone.includes('/')) return IANAZone.isValidZone(zone) ? zone : undefined;
  if (ambiguousNames.has(name) && /^(Asia|Europe)\//.test(timeZone)) return timeZone;
  const hours = namedOffsets[name];
  return hours === undefined ? timeZone : FixedOffsetZone.instance(hours * 60);
}
