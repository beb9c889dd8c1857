import { findSections } from '../catalog/sections.js';

/** A part of a text as the command line prints it. */
export interface SectionReport {
  number: number;
  /** The number as the text writes it: 第一, （一）, 2. */
  ordinal: string | undefined;
  heading: string | null;
  /** What it names as 一是, 二是 and so on. */
  points: string[];
  text: string;
}

const ordinal =
  /^(?:第[〇零一二三四五六七八九十百\d]+|[（(][一二三四五六七八九十百\d]+[)）]|[一二三四五六七八九十百\d]+(?=[、.．,，:：]))/;
const numerals = '一二三四五六七八九十';
const point = /(?<=^|[。；;!！?？\s])([一二三四五六七八九十])是([^。；;!！?？\n]{1,100})/g;

/** The sections of an article's clean HTML, with the points that Chinese prose counts inside of them. */
export function pageSections(html: string): SectionReport[] {
  return findSections(html).map(({ number, heading, text }) => ({
    ...{ number, heading, text },
    ordinal: ordinal.exec(text)?.[0],
    points: pointsIn(text),
  }));
}

/** Counted from 一: what follows in order, and at least up to two. */
function pointsIn(text: string): string[] {
  const points: string[] = [];
  for (const [, numeral = '', words = ''] of text.matchAll(point))
    if (numerals.indexOf(numeral) === points.length) points.push(words.trim());
  return points.length > 1 ? points : [];
}
