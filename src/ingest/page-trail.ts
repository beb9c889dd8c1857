import { type PageDocument, shownText, webUrl } from './page-dom.js';
import type { JsonLdCrumb } from './page-json-ld.js';
import type { PageLine } from './page-lines.js';

/** A step of the trail that leads to an article, root first. */
export type Breadcrumb = { name: string; url?: string };

const label = /^(您?(当前|现在|所在|的)*位置|目前位置|現在位置|you are here)\s*(是|为)?\s*[:：]?\s*/i;
const separators = /[>›»→＞|/\\]+|\s-\s|::/;
const marked =
  '[itemtype*="BreadcrumbList"], [aria-label*="breadcrumb" i], [class*="breadcrumb" i], [id*="breadcrumb" i]';

/** Words that close a trail without being a category. */
const notCategory = /^(正文|内容|文章|文章内容|详情|详细内容|信息内容|浏览文章|查看|article|content)$/i;

/**
 * The trail above an article: its JSON-LD `BreadcrumbList`, else the line that begins with 当前位置 or "You are
 * here", else an element marked as breadcrumbs. The article itself is no part of it.
 */
export function pageBreadcrumbs(
  document: PageDocument,
  lines: PageLine[],
  stated: JsonLdCrumb[],
  page: { headline?: string; base?: string },
): Breadcrumb[] {
  const line = lines.find(({ text }) => label.test(text));
  const element = document.querySelector(marked);
  const trail =
    stated.length > 0
      ? stated.map(({ name, url }) => ({ name, url: webUrl(url, page.base) }))
      : line
        ? lineTrail(line, page.base)
        : [...(element?.querySelectorAll('a[href]') ?? [])].map((link) => ({
            name: shownText(link),
            url: webUrl(link.getAttribute('href'), page.base),
          }));
  return trail.filter(
    ({ name }) => name && name.length <= 60 && name !== page.headline && !notCategory.test(name),
  );
}

function lineTrail(line: PageLine, base?: string): Breadcrumb[] {
  return line.text
    .replace(label, '')
    .split(separators)
    .map((part) => {
      const name = part.trim();
      const link = line.links.find(({ title }) => title === name);
      return { name, url: webUrl(link?.element.getAttribute('href'), base) };
    });
}
