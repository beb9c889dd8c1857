import { webUrl } from './page-dom.js';
import type { PageLine } from './page-lines.js';

/** The original that a republished article names, and the lines that name it. */
export type Origin = { url: string; lines: PageLine[] };

/** Labels that promise the article itself. */
const strongLabel =
  /^\W*(?:阅读原文|查看原文|原文(?:链接|地址|网址|出处|連結|網址)?|(?:来源|文章|源)(?:链接|地址|网址)|original\s(?:link|article|source|story|url)|source\s(?:link|url)|read the original|view (?:the )?original)/iu;

/** Labels after which as often stands the name of a site, linked to its front page. */
const weakLabel =
  /^\W*(?:(?:文章|信息|稿件|内容|新闻)?(?:来源|來源|出处|出處)\s*[:：]|(?:本文)?转(?:载)?自|(?:source|via)\s*[:：]|(?:this (?:article|story|post|piece) )?(?:was )?(?:originally|first) (?:published|appeared|posted))/iu;

const bareUrl = /https?:\/\/[^\s<>"'（）()，。；、]+/i;

/**
 * The reference to the original in a republished article: a line such as `原文链接: …` or `Original link: …`,
 * else one such as `来源：…` whose link leads to an article of another site.
 */
export function pageOrigin(lines: PageLine[], base?: string): Origin | undefined {
  const labelled = (label: RegExp, accepts: (url: string) => boolean): Origin | undefined => {
    for (const [index, line] of lines.entries()) {
      const match = line.text.length <= 300 ? label.exec(line.text) : null;
      if (!match) continue;
      const rest = line.text.slice(match[0].length);
      const below = /[\p{L}\d]/u.test(rest) ? undefined : lines[index + 1];
      for (const taken of below ? [line, below] : [line]) {
        const url = referenceIn(taken, base);
        if (url && url !== base && accepts(url))
          return { url, lines: taken === line ? [line] : [line, taken] };
      }
    }
    return undefined;
  };
  return labelled(strongLabel, () => true) ?? labelled(weakLabel, (url) => isArticleElsewhere(url, base));
}

function referenceIn(line: PageLine, base?: string): string | undefined {
  const linked = line.links.map(({ element }) => webUrl(element.getAttribute('href'), base)).find(Boolean);
  return linked ?? webUrl(bareUrl.exec(line.text)?.[0]);
}

function isArticleElsewhere(url: string, base?: string): boolean {
  const { hostname, pathname, search } = new URL(url);
  return (
    siteOf(hostname) !== (base && siteOf(new URL(base).hostname)) &&
    /\d|[-_.]|\/.+\/.+\//.test(pathname + search)
  );
}

/** The part of a host name that an owner registers: its last two labels, three under such as `com.cn`. */
function siteOf(host: string): string {
  return /[^.]+\.(?:(?:com|net|org|gov|edu|co|ac|or|ne)\.)?[^.]+$/.exec(host)?.[0] ?? host;
}
