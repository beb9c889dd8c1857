import type { Section } from '../../entities/article-body.js';
import { cleanHtml } from './clean-html.js';
import { plainText } from './plain-text.js';

/** Where a section begins in the HTML, and under what heading. */
type Opening = Pick<Section, 'heading' | 'level'> & { position: number };

/** Far beyond any article; the last one holds the rest. */
const sectionLimit = 1_000;
const headingLengthLimit = 100;
const headingElement = /<h([2-6])>(.*?)<\/h\1>/gs;
/** Where a paragraph begins, or the `div` that old portals use as one, and where it ends. */
const paragraphStart = /<(?:p|div)>/g;
const paragraphEdge = /<\/?(?:p|div)>/;
/** The HTML of a paragraph that is looked at for its number and heading. */
const openingLength = 2_000;

const numeral = '([〇零一二三四五六七八九十百]{1,5}|\\d{1,3})';
/** What parts an ordinal from the text, so that 第一时间, 第一次 and 第一节课 are none. */
const separator = '(?=[\\s,，、.．:：;；]|$)';
const ordinal = new RegExp(
  `^第${numeral}(?:(章|条|條|部分)|(编|編|篇|节|節|步|讲|講|课|課)${separator}|${separator})`,
);
const numberingSchemes: { name: (match: RegExpMatchArray) => string; pattern: RegExp }[] = [
  { name: (match) => `第…${match[2] ?? match[3] ?? ''}`, pattern: ordinal },
  { name: () => '一、', pattern: /^([一二三四五六七八九十百]{1,5})[、.．,，:：]/ },
  { name: () => '（一）', pattern: /^[（(]([一二三四五六七八九十百]{1,5})[)）]/ },
  { name: () => '1.', pattern: /^(\d{1,3})(?:[.．](?!\d)|、)/ },
  { name: () => '（1）', pattern: /^[（(](\d{1,3})[)）]/ },
];

/**
 * The sections of an article body. Every heading element (`h2` to `h6`) opens one; where there is none, so does every
 * paragraph of Chinese or otherwise numbered prose that opens with the next number (第一…第二…, 一、二、,
 * （一）（二）, 1. 2.), counted from one and at least up to two. Of several numberings the outermost counts: the
 * one that opens first. What stands before the first opening is the lead, in the body but in no section.
 * A body without either has no sections.
 * @param html as `cleanHtml` leaves it
 */
export function findSections(html: string): Section[] {
  const headings = findHeadings(html);
  const openings = headings.length > 0 ? headings : findNumberedParagraphs(html);
  return openings.map(({ position, heading, level }, index) => {
    // Cut out of a `div`, say, a section may end without its end tag: cleaning mends that.
    const part = cleanHtml(html.slice(position, openings[index + 1]?.position));
    return { number: index + 1, heading, level, html: part, text: plainText(part) };
  });
}

function findHeadings(html: string): Opening[] {
  return [...html.matchAll(headingElement)]
    .slice(0, sectionLimit)
    .map(({ index, 1: level, 2: content = '' }) => ({
      position: index,
      heading: plainText(content).replace(/\s+/g, ' '),
      level: Number(level),
    }))
    .filter(({ heading }) => heading !== '');
}

function findNumberedParagraphs(html: string): Opening[] {
  const series = new Map<string, Opening[]>();
  for (const { index, 0: tag } of html.matchAll(paragraphStart)) {
    const start = index + tag.length;
    const [content = ''] = html.slice(start, start + openingLength).split(paragraphEdge, 1);
    const text = content.replace(/<[^>]*>/g, '').trim();
    for (const { name, pattern } of numberingSchemes) {
      const match = text.match(pattern);
      if (!match) continue;
      const openings = series.get(name(match)) ?? [];
      if (numeralValue(match[1] ?? '') !== openings.length + 1) continue;
      openings.push({
        position: index,
        heading: openingSentence(plainText(content).slice(match[0].length)),
        level: 2,
      });
      series.set(name(match), openings);
    }
  }
  // A Map keeps the order in which the numberings open.
  return [...series.values()].find((openings) => openings.length > 1) ?? [];
}

/** What follows the ordinal, up to the end of its sentence or line. */
function openingSentence(text: string): string | null {
  const [sentence = ''] = text.replace(/^[\s,，、.．:：;；]+/, '').split(/(?<=[。！？!?])|(?<=\.)\s|\n/, 1);
  const heading = sentence.replace(/[。.．;；:：\s]+$/, '');
  return heading === '' || heading.length > headingLengthLimit ? null : heading;
}

/** 一 is 1, 十二 12, 二十 20, 一百零三 103; digits as they are. */
function numeralValue(numeral: string): number {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  let total = 0;
  let digit = 0;
  for (const character of numeral) {
    if (character === '百') total += (digit || 1) * 100;
    else if (character === '十') total += (digit || 1) * 10;
    digit = Math.max(0, '零一二三四五六七八九'.indexOf(character));
  }
  return total + digit;
}
