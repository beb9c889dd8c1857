import { dateInText } from './page-date-text.js';
import type { PageLine } from './page-lines.js';
import type { ListingLines } from './page-listings.js';

/** Lines that are no part of any article, wherever they stand. All of the line has to match. */
const furniture = [
  // bars of links to share, print or keep the page
  /^(?:(?:share|tweet|print|save|submit|e-?mail|pin(?:terest)?|pint|facebook|twitter|whatsapp|linkedin|reddit|telegram|baixar|copy link|this|article|story|on|via|to|with|a friend)[\s:|,·]*)+$/iu,
  /^(?=.*(?:打印|收藏|分享|字号|字體|设为首页))(?:打印|收藏|关闭|加入收藏|设为首页|本页|本文|字号|字體|[大中小]|分享到?|微信|微博|新浪|QQ空间|朋友圈|[:：|【】[\]\s])+$/u,
  /^(?:分享(?:到|至)|(?:微信)?扫一扫|扫码|关注公众号)[^，。！？]{0,20}$/u,
  /^(?:skip|jump) to (?:main )?content$|^zum inhalt springen$|^跳(?:到|至)(?:主要)?内容$/i,
  /^[（([【]?\s*(?:(?:作者|编辑)\s*[:：].{0,20})?(?:责任编辑|责编|编辑|編輯|校对|审核|web editor|editor)\s*[:：].{0,40}$/iu,
  /^(?:返回搜狐|查看更多|展开(?:全文|阅读)|阅读(?:剩余)?全文|点击(?:查看|阅读|加载)|加载中|loading|正在加载)[^，。！？]{0,20}$/iu,
  // what the article is filed under
  /^(?:(?:news )?date\s*:.{0,40})?(?:filed under|posted in|tagged|tags?|categor(?:y|ies)|topics?|schlagw[oö]rter|kategorien?|标签|標籤|关键词|關鍵[詞字])\s*[:：].{1,60}$/iu,
  // references to other articles amid the text
  /^(?:weiterlesen|lesen sie auch|mehr dazu|lire aussi|à lire(?: aussi)?|leia (?:mais|também)|lea también|read (?:more|also)|see also|related|延伸阅读|相关阅读|延伸閱讀)\s*[:：].{0,70}$/iu,
  // numbers of pages
  /^[\d|<>«»\s]*(?:上一页|下一页|尾页|首页)(?:\s*(?:\d+|上一页|下一页|尾页|首页|[|<>«»]))*$/u,
  /^(?:you may also like|read next|related (?:articles|posts|stories)|leave a (?:reply|comment)|report this ad|advertisement|sponsored)$/i,
];

/** Lists of these are beside the article even where they stand inside its element. */
const listHeading =
  /推荐|相关|猜你喜欢|热点|热门|热文|排行|最新|related|recommended|popular|latest|recent|trending|read (?:more|next)|also|more (?:from|on|stories)/i;

const label =
  /(?:来源|來源|作者|发布于|发布时间|发表时间|更新时间|字号|字体|浏览|阅读|点击|评论)(?:数|量|次数)?\s*[:：(（]|^(?:published|posted|updated)\b/iu;

/** True of a line that belongs to the page and not to its text. */
export function isFurniture(line: PageLine): boolean {
  return line.text.length <= 80 && furniture.some((form) => form.test(line.text));
}

/** The lines of those lists that a page sets beside an article. */
export function surplusListLines(listings: ListingLines[]): PageLine[] {
  return listings.filter(({ heading }) => listHeading.test(heading)).flatMap(({ lines }) => lines);
}

/** The lines above the first paragraph of an extract that repeat the headline, or give date, source and author. */
export function openingLines(
  lines: PageLine[],
  { headline, authors }: { headline?: string | undefined; authors: string[] },
): PageLine[] {
  const start = lines.findIndex(
    ({ text }) => text.length > 100 || (text.length > 30 && /[。！？.!?:：”"]$/u.test(text)),
  );
  return lines.slice(0, 10).filter(({ text }, index) => {
    const isByline = authors.includes(text.replace(/^by:?\s+/i, ''));
    return (
      isByline ||
      (index < start && (text === headline || label.test(text) || isFieldLabel(text) || isBareDate(text)))
    );
  });
}

function isFieldLabel(text: string): boolean {
  return /^[\p{Script=Latin}\s-]{1,40}:$/u.test(text);
}

function isBareDate(text: string): boolean {
  const date = dateInText(text);
  return date !== undefined && text.replace(/\d/g, '').length < 25;
}
