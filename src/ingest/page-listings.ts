import { parseSourceDate, type SourceDate, type SourceDateOptions } from '../feeds/date.js';
import { dateInText } from './page-date-text.js';
import { webUrl } from './page-dom.js';
import type { PageLine } from './page-lines.js';

/** A link to another article as a list shows it, its title perhaps cut short. */
export type ListedLink = { title: string; url: string; date?: SourceDate };

/** A list of other articles beside the article: its heading and links in the order of the page. */
export type Listing = { heading: string; links: ListedLink[] };

/** A listing and the lines that it takes up. */
export type ListingLines = Listing & { lines: PageLine[] };

const limits = { listings: 30, links: 100, headingLength: 30, titleLength: 200, smallest: 3 };
const headingBlocks = new Set('h1 h2 h3 h4 h5 h6 dt legend caption summary'.split(' '));
const navigation = 'nav, [id*="nav" i], [class*="nav" i], footer, [id*="foot" i], [class*="foot" i]';

/**
 * Finds the lists beside an article ("最新加入", "Most read"): a short line, then at least three lines of one
 * link each. A date in a link's line, or alone in the next one, is that link's date.
 */
export function pageListings(
  lines: PageLine[],
  options: SourceDateOptions & { base?: string },
): ListingLines[] {
  const listings: ListingLines[] = [];
  let open: ListingLines | undefined;
  const close = () => {
    if (open && open.links.length >= limits.smallest) listings.push(open);
    open = undefined;
  };

  for (const line of lines) {
    const link = itemOf(line, options);
    const last: ListedLink | undefined = open?.links.at(-1);
    if (isHeading(line, link)) {
      close();
      if (!line.block.closest(navigation)) open = { heading: line.text, links: [], lines: [line] };
    } else if (open && link) {
      open.lines.push(line);
      if (link.url === last?.url) last.date ??= link.date;
      else if (open.links.length < limits.links) open.links.push(link);
    } else if (open && last && isRemark(line.text)) {
      open.lines.push(line);
      last.date ??= dateOf(line.text, options);
    } else if (!/^(更多|more)\W*$|^\d{1,3}\.?$/i.test(line.text)) {
      close();
    }
  }
  close();
  return listings.slice(0, limits.listings);
}

/** An item is a line that is one link but for a date or a number. */
function itemOf(line: PageLine, options: SourceDateOptions & { base?: string }): ListedLink | undefined {
  const links = line.links.filter((link) => link.title);
  const [link] = links;
  const url = webUrl(link?.element.getAttribute('href'), options.base);
  if (!link || !url || links.length > 1) return undefined;
  if (link.title.length < 4 || link.title.length > limits.titleLength) return undefined;
  const rest = line.text.slice(0, link.at) + line.text.slice(link.at + link.title.length);
  if (!isRemark(rest)) return undefined;
  return { title: link.title, url, date: dateOf(rest, options) ?? dateOf(link.title, options) };
}

function isHeading(line: PageLine, item: ListedLink | undefined): boolean {
  if (line.text.length > limits.headingLength || !/\p{Script=Han}{2}|\p{L}{4}/u.test(line.text)) return false;
  if (dateInText(line.text)) return false;
  if (headingBlocks.has(line.block.localName)) return !line.block.closest('li');
  return !item && line.links.length === 0 && !/[。！？!?,，;；]/.test(line.text);
}

/** What stands beside a title: a date, a number, a mark. */
function isRemark(text: string): boolean {
  return text.length <= limits.headingLength && !/\p{L}{3}/u.test(text.replace(dateInText(text) ?? '', ''));
}

function dateOf(text: string, options: SourceDateOptions): SourceDate | undefined {
  const date = dateInText(text);
  return date ? parseSourceDate(date, options) : undefined;
}
