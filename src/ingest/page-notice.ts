import type { PageLine } from './page-lines.js';

/** The reprint notice or disclaimer under an article, and the lines that it takes up. */
export type Notice = {
  /** As shown; several paragraphs are parted by a line break. */
  text: string;
  /** Days within which a rights holder is asked to get in touch. */
  takedownDays?: number;
  lines: PageLine[];
};

const label =
  /^\W*(?:(?:免责|版权|特别|郑重|转载|法律|平台|本站|网站|重要)?声明|免责条款|版权说明|disclaimer|copyright notice|legal notice)(?:\s*[:：】\]）)]|\s|$|(?=本|以上|文章|凡|该|此))/iu;

/** What notices speak of, so that an article about some declaration is not taken for one. */
const substance =
  /转载|版权|侵权|侵犯|观点|仅供|仅代表|不代表|不构成|自媒体|责任|原创|授权|copyright|liab|views|opinion|rights|advice|responsib|endorse/i;

const unlabelled = [
  /(?:本文|本站|文章|内容|稿件|信息|图片).{0,30}(?:转载|来源于?(?:网络|互联网)|来自(?:网络|互联网)|网络整理).*(?:侵权|版权|删除|联系|不代表|仅供)/u,
  /\b(?:re(?:published|printed)|syndicated)\b.{0,60}\b(?:permission|licen[cs]e|courtesy)\b/i,
  /\b(?:views|opinions)\b.{0,30}\bexpressed\b.{0,120}\b(?:author|not)\b/i,
];

const footers = 'footer, [class*="foot" i], [id*="foot" i]';
const numerals = '零一二三四五六七八九';

/**
 * Finds the notice of a page: lines that begin with a label (`[免责声明]`, `Disclaimer:`), or say in so many
 * words that the article is republished. Site-wide footers are not meant.
 */
export function pageNotice(lines: PageLine[]): Notice | undefined {
  const start = lines.findIndex((line, index) => isNotice(line, lines[index + 1]));
  const first = lines[start];
  if (!first) return undefined;
  const taken = [first];
  for (const line of lines.slice(start + 1, start + 6)) {
    const isContinued = taken.length === 1 && first.text.length < 15;
    if (!isContinued && !isNotice(line, undefined)) break;
    taken.push(line);
  }
  const text = taken.map((line) => line.text).join('\n');
  return { text, takedownDays: takedownDays(text), lines: taken };
}

/** The days in 请在30日内与本网联系 or "contact us within 30 days". */
export function takedownDays(notice: string): number | undefined {
  const text = notice.normalize('NFKC');
  const [, chinese] = /(\d{1,3}|[一二三四五六七八九十]{1,3})\s*个?(?:工作)?[日天]之?内/.exec(text) ?? [];
  const [, english] = /within (\d{1,3}) (?:business |working |calendar )?days/i.exec(text) ?? [];
  const days = chinese ?? english;
  if (!days || !/联系|联络|通知|告知|来函|来电|contact|notify|reach|write/i.test(text)) return undefined;
  return /\d/.test(days) ? Number(days) : chineseNumber(days);
}

function isNotice(line: PageLine, following: PageLine | undefined): boolean {
  const { text, links } = line;
  const linked = links.reduce((sum, { title }) => sum + title.length, 0);
  if (text.length > 800 || linked > text.length * 0.6) return false;
  const isLabelled = label.test(text) && substance.test(text.length < 15 ? (following?.text ?? '') : text);
  const isStated = text.length <= 400 && unlabelled.some((form) => form.test(text));
  return (isLabelled || isStated) && !line.block.closest(footers);
}

/** Up to 九十九. */
function chineseNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['零', text];
  return (tens ? numerals.indexOf(tens) : 1) * 10 + (ones ? numerals.indexOf(ones) : 0);
}
