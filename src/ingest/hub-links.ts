import linkHeader from 'http-link-header';
import type { Feed } from '../feeds/entry.js';
import { isWebAddress, parseUrl } from '../url.js';

/** Where a feed can be subscribed to, and under which address. */
export interface HubOffer {
  /** In the order of preference; none for most feeds. */
  hubUrls: string[];
  topicUrl: string;
}

/** More hubs than these are not asked, nor are addresses that are longer. */
const most = 5;
const longest = 2_000;

/**
 * The `hub` and `self` links of an HTTP answer (RFC 8288); those that say another anchor speak of other documents. A
 * header that is malformed offers nothing.
 *
 * @param headers - by lower-case name
 * @param baseUrl - where the answer came from
 */
export function linkHeaderHubs(
  headers: Readonly<Record<string, string>>,
  baseUrl: string,
): { hubUrls: string[]; topicUrl: string | undefined } {
  const targets = (relation: string) =>
    referencesOf(headers.link ?? '')
      .filter(({ rel, anchor }) => rel?.toLowerCase() === relation && anchor === undefined)
      .flatMap(({ uri }) => parseUrl(uri, baseUrl)?.href ?? []);
  return { hubUrls: usableHubs(targets('hub')), topicUrl: targets('self').find(isWebAddress) };
}

/** What a feed and the HTTP answer that it came in offer together: where they differ, the header is asked first. */
export function hubOffer(
  { headers, url }: { headers: Readonly<Record<string, string>>; url: string },
  feed: Pick<Feed, 'hubUrls' | 'feedUrl'>,
): HubOffer {
  const header = linkHeaderHubs(headers, url);
  return {
    hubUrls: usableHubs([...header.hubUrls, ...feed.hubUrls]),
    topicUrl: header.topicUrl ?? (isWebAddress(feed.feedUrl) ? feed.feedUrl : url),
  };
}

/** Those that can be asked, each once. Hubs behind TLS come first: only they can be told a secret. */
export function usableHubs(hubUrls: readonly string[]): string[] {
  const usable = [...new Set(hubUrls)].filter((url) => isWebAddress(url) && url.length <= longest);
  const isSecret = (url: string) => url.startsWith('https:');
  return [...usable.filter(isSecret), ...usable.filter((url) => !isSecret(url))].slice(0, most);
}

function referencesOf(header: string): ReturnType<typeof linkHeader.parse>['refs'] {
  try {
    return linkHeader.parse(header).refs;
  } catch {
    return [];
  }
}
