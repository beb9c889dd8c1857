const isoDay =
  /(?<![\d.:/-])(?<year>\d{4})\s?[-/.年]\s?(?<month>\d{1,2})\s?[-/.月]\s?(?<day>\d{1,2})(?!\d)\s?日?/;
const proseDays = [
  /(?<![\d\p{L}])\d{1,2}(?:st|nd|rd|th|\.)?\s(?:de\s)?\p{L}{3,12}\.?,?\s(?:de\s)?\d{4}(?!\d)/u,
  /(?<!\p{L})\p{L}{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}(?!\d)/u,
  /(?<![\d.])\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)/,
];
const slashedDay = /(?<![\d/])(?<first>\d{1,2})\/(?<second>\d{1,2})\/(?<year>\d{4})(?![\d/])/;
const clock =
  /^[\sT,|·–—-]*(?:at\s|um\s|à\s)?((?:[上下]午)?\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\.\d+)?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s?(?:Z\b|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?)/;

/**
 * The first date in a line of prose, in Chinese, Japanese, English or another language with month names, with
 * the time of day after it. Numbers parted by slashes are month first in English, day first elsewhere.
 *
 * @returns text for `parseSourceDate`
 */
export function dateInText(text: string, language = 'en'): string | undefined {
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

/** The date that an address states in its path, such as `/2022/10/21/`, `/202210/21/` or `t20221021_`. */
export function dateInUrl(url: string | undefined): string | undefined {
  const form = /(?<!\d)((?:19|20)\d\d)[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)/;
  const parts = url && form.exec(url.replace(/^[a-z]+:\/\/[^/]*/i, ''));
  return parts ? parts.slice(1).join('-') : undefined;
}

function withClock(date: string, text: string, match: RegExpExecArray): string {
  const time = clock.exec(text.slice(match.index + match[0].length))?.[1];
  return time ? `${date} ${time.trim().replaceAll('：', ':')}` : date;
}
