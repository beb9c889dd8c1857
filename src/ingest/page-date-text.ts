import { DateTime } from 'luxon';
import type { SourceDateOptions } from '../feeds/date.js';

const isoDay =
  /(?<![\d./-]|\d:)(?<year>\d{4})\s?[-/.年]\s?(?<month>\d{1,2})\s?[-/.月]\s?(?<day>\d{1,2})(?!\d)\s?日?/;
const proseDays = [
  /(?<![\d\p{L}])\d{1,2}(?:st|nd|rd|th|\.)?\s(?:de\s)?\p{L}{3,12}\.?,?\s(?:de\s)?\d{4}(?!\d)/u,
  /(?<!\p{L})\p{L}{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)/u,
  /(?<![\d.])\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)/,
];
const slashedDay = /(?<![\d/])(?<first>\d{1,2})\/(?<second>\d{1,2})\/(?<year>\d{4})(?![\d/])/;
const clock =
  /^[\sT,|·–—-]*(?:at\s|um\s|à\s)?((?:[上下]午)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:Z\b|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?)/;

const numerals = '〇一二三四五六七八九';
const writtenDay =
  /(?<year>[〇○零一二三四五六七八九]{4})年(?<month>[一二三四五六七八九十]{1,2})月(?<day>[一二三四五六七八九十廿]{1,3})[日号號]/g;

/** Years of the Republic of China, counted from 1912. */
const republicanYear = /(?:中[華华])?民[國国]\s?(\d{1,3})\s?年/g;

const daysAgo: Record<string, number> = {
  今天: 0,
  今日: 0,
  昨天: 1,
  昨日: 1,
  前天: 2,
  today: 0,
  yesterday: 1,
};
const dayWord = /(今天|今日|昨天|昨日|前天|\btoday|\byesterday)[\s,]*(?:at\s)?(\d{1,2}:\d{2})?/i;
const ago =
  /(\d{1,2})\s?(?:个|個)?(?:(分钟|分鐘|minutes?|mins?)|(小时|小時|時間|hours?|hrs?)|(天|日|days?))\s?(?:之?前|ago)/i;

/**
 * The first date in a line of prose, in Chinese, Japanese, English or another language with month names, with
 * the time of day after it. Numbers parted by slashes are month first in English, day first elsewhere.
 *
 * @returns text for `parseSourceDate`
 */
export function dateInText(line: string, language = 'en'): string | undefined {
  const text = line
    .replace(/[０-９]/g, (wide) => wide.normalize('NFKC'))
    .replace(writtenDay, (_, year: string, month: string, day: string) =>
      [[...year].map(digit).join(''), number(month), number(day)].join('-'),
    )
    .replace(republicanYear, (_, year: string) => `${Number(year) + 1911}年`);
  const iso = isoDay.exec(text);
  if (iso?.groups) {
    const { year, month, day } = iso.groups;
    return withClock(`${year}-${month}-${day}`, text, iso);
  }
  for (const form of proseDays) {
    const prose = form.exec(text);
    if (prose) return withClock(prose[0], text, prose);
  }
  const slashed = slashedDay.exec(text);
  if (!slashed?.groups) return undefined;
  const { first, second, year } = slashed.groups;
  const isDayFirst = Number(first) > 12 || !language.startsWith('en');
  return withClock(isDayFirst ? `${year}-${second}-${first}` : `${year}-${first}-${second}`, text, slashed);
}

/**
 * The date that a line states by its distance from the present, as `昨天 10:20` and `3 hours ago` do: only to the day
 * but where it gives the time.
 *
 * @returns text for `parseSourceDate` with the same options; undefined without a present
 */
export function relativeDateInText(line: string, { now, timeZone }: SourceDateOptions): string | undefined {
  if (now === undefined) return undefined;
  const text = line.normalize('NFKC');
  const present = DateTime.fromMillis(now, { zone: timeZone ?? 'utc' });
  const [, word, time] = dayWord.exec(text) ?? [];
  if (word) {
    const day = present.minus({ days: daysAgo[word.toLowerCase()] ?? 0 }).toISODate();
    return day === null ? undefined : `${day} ${time ?? ''}`.trim();
  }
  const [, count, minutes, hours, days] = ago.exec(text) ?? [];
  if (!count) return undefined;
  const unit = minutes ? 'minutes' : hours ? 'hours' : days ? 'days' : undefined;
  return (unit && present.minus({ [unit]: Number(count) }).toISODate()) || undefined;
}

/** The date that an address states in its path, such as `/2022/10/21/`, `/202210/21/` or `t20221021_`. */
export function dateInUrl(url: string | undefined): string | undefined {
  const form = /(?<!\d)((?:19|20)\d\d)[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)/;
  const parts = url && form.exec(url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
  return parts ? parts.slice(1).join('-') : undefined;
}

function digit(numeral: string): number {
  return Math.max(0, numerals.indexOf(numeral));
}

/** Up to 三十一; 廿 is twenty. */
function number(written: string): number {
  const [tens = '', ones] = written.replace('廿', '二十').split('十');
  return ones === undefined ? digit(tens) : (tens ? digit(tens) : 1) * 10 + digit(ones);
}

function withClock(date: string, text: string, match: RegExpExecArray): string {
  const time = clock.exec(text.slice(match.index + match[0].length))?.[1];
  return time ? `${date} ${time.trim().replaceAll('：', ':')}` : date;
}
