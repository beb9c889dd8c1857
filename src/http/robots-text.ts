import robotsParser from 'robots-parser';

// The package says that it has a default export; what it has is the function itself.
const parser = robotsParser as unknown as typeof robotsParser.default;

/** What a robots.txt says to one robot. */
export interface RobotsRules {
  isAllowed(url: URL): boolean;
  /** Between requests, in milliseconds. */
  crawlDelayMs: number;
  sitemaps: string[];
}

/** Bytes of a robots.txt that are read (RFC 9309, section 2.5). */
export const maxRobotsBytes = 500 * 1024;
/** Longer patterns are nobody's paths. */
const maxPatternLength = 1_024;
/** Characters of an address that patterns are matched against. */
const maxPathLength = 1_024;
/** Longer lines are cut: no rule needs them. */
const maxLineLength = 8_192;
/** Rules that are read: of files of publishers that were looked at none had more than 300 for one robot. */
const maxRules = 5_000;
/** Characters of patterns with wildcards that are matched: their time grows with that of the address. */
const maxWildcardLength = 8 * 1024;
/** Stands for every robot but ours; no product token. */
const others = '(others)';
const nothing = () => '';

/** Keys, and what they are mistyped as, as Google's parser has it (google/robotstxt, robots.cc, `ParsedRobotsKey`). */
const keys: [pattern: RegExp, key: string][] = [
  [/^(user[- ]?agent)$/i, 'user-agent'],
  [/^(dis|diss|di|de|des)a?l+[ao]w$/i, 'disallow'],
  [/^allow$/i, 'allow'],
  [/^crawl[- ]?delay$/i, 'crawl-delay'],
  [/^site[- ]?map$/i, 'sitemap'],
];

/**
 * Reads a robots.txt (RFC 9309) for a robot.
 *
 * @param url of the robots.txt
 * @param token product token of the robot, which is also the beginning of its `User-Agent`
 */
export function parseRobots(bytes: Uint8Array, { url, token }: { url: string; token: string }): RobotsRules {
  const { origin } = new URL(url);
  const robots = parser(url, canonicalLines(decode(bytes), token).join('\n'));
  const delay = robots.getCrawlDelay(token) ?? 0;
  return {
    isAllowed: ({ pathname, search }) => {
      if (pathname === '/robots.txt') return true;
      return robots.isAllowed(origin + (pathname + search).slice(0, maxPathLength), token) !== false;
    },
    crawlDelayMs: Number.isFinite(delay) && delay > 0 ? delay * 1000 : 0,
    sitemaps: robots.getSitemaps(),
  };
}

/** UTF-8 (RFC 9309, section 2.3), and what Windows editors make of it. */
function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/**
 * The lines with a known key, in the one spelling that the parser knows. Since that keeps each rule once for every robot
 * of its group, and matches them all, the robots that are not ours are one to it, and their rules none.
 */
function canonicalLines(text: string, token: string): string[] {
  const own = token.toLowerCase();
  const bounded = { own: boundedRules(), all: boundedRules() };
  const group = new Set<string>();
  let isGroupOpen = false;
  return text.split(/[\r\n]+/).flatMap((line) => {
    const [key, value] = keyAndValue(line);
    if (key === undefined) return [];
    if (key === 'user-agent') {
      if (!isGroupOpen) group.clear();
      isGroupOpen = true;
      const name = agent(value).toLowerCase();
      const known = name === '*' || name === own ? name : others;
      if (group.has(known)) return [];
      group.add(known);
      return `${key}: ${known}`;
    }
    const endsGroup = isGroupOpen;
    isGroupOpen = false;
    if (key !== 'allow' && key !== 'disallow') return `${key}: ${value}`;
    const bound = group.has(own) ? bounded.own : group.has('*') ? bounded.all : nothing;
    const pattern = bound(key, value);
    // Without a pattern it says nothing, but may end the list of robots of its group.
    return pattern || endsGroup ? `${key}: ${pattern}` : [];
  });
}

/** Tells what is matched of the pattern of a rule: of what would take too long, less. */
function boundedRules(): (key: string, value: string) => string {
  let rules = 0;
  let wildcards = 0;
  return (key, value) => {
    if (++rules > maxRules) return '';
    const pattern = value.replace(/\*+/g, '*');
    const isWild = pattern.includes('*');
    if (isWild) wildcards += pattern.length;
    if (pattern.length <= maxPatternLength && !(isWild && wildcards > maxWildcardLength)) return pattern;
    // What is left of a prohibition forbids more than it did; a permission would allow more.
    return key === 'disallow' ? pattern.slice(0, maxPatternLength).replace(/\*.*$/s, '') : '';
  };
}

/** Of "key: value # comment", or "key value". No key where it is none that we know. */
function keyAndValue(line: string): [key: string | undefined, value: string] {
  const comment = line.indexOf('#');
  const text = line.slice(0, Math.min(comment < 0 ? line.length : comment, maxLineLength));
  const [, name = '', value = ''] =
    /^\s*([^:\s]+(?:[ \t][^:\s]+)?)\s*:(.*)$/s.exec(text) ??
    /^\s*([a-z-]+)[ \t]+([^\s:]\S*)\s*$/i.exec(text) ??
    [];
  return [keys.find(([pattern]) => pattern.test(name))?.[1], value.trim()];
}

/** A product token ends at what it may not hold (RFC 9309, section 2.2.1): "FooBot/1.2 beta" is FooBot. */
function agent(value: string): string {
  const name = value.trim();
  return /^\*(\s|$)/.test(name) ? '*' : (/^[a-z_-]*/i.exec(name)?.[0] ?? '');
}
