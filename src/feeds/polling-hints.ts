import { isWebAddress } from '../url.js';
import type { Feed } from './entry.js';
import { resolveUrl } from './text.js';
import { childOf, childrenOf, textOf, type XmlElement } from './xml.js';

/** What a feed says of how news of it should be had. */
type PollingHints = Pick<Feed, 'hubUrls' | 'refreshSeconds'>;

/** The periods of the RSS 1.0 syndication module, in seconds. */
const periods: Record<string, number> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 7 * 86_400,
  monthly: 30 * 86_400,
  yearly: 365 * 86_400,
};

/**
 * Hubs (WebSub section 4), and how long the feed may be kept: `ttl` in minutes (RSS 2.0), or the syndication
 * module's `updatePeriod` divided by `updateFrequency`.
 */
export function pollingHintsOf(channel: XmlElement): PollingHints {
  const links = [...childrenOf(channel, 'link'), ...childrenOf(channel, 'atom:link')];
  return {
    hubUrls: hubUrlsOf(
      links
        .filter(({ attributes }) => attributes.get('rel')?.toLowerCase() === 'hub')
        .map(({ attributes, base }) => resolveUrl(attributes.get('href'), base)),
    ),
    refreshSeconds: secondsOf(channel),
  };
}

/** Of addresses that may be hubs, each web address once. */
export function hubUrlsOf(urls: readonly (string | undefined)[]): string[] {
  return [...new Set(urls.filter(isWebAddress))];
}

function secondsOf(channel: XmlElement): number | undefined {
  const minutes = positive(textOf(childOf(channel, 'ttl')));
  if (minutes) return minutes * 60;
  const period = periods[textOf(childOf(channel, 'sy:updateperiod'))?.toLowerCase() ?? ''];
  const frequency = positive(textOf(childOf(channel, 'sy:updatefrequency'))) ?? 1;
  return period && Math.round(period / frequency);
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return number > 0 && Number.isSafeInteger(number) ? number : undefined;
}
