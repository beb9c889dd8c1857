import type { Opml, Outline } from './opml.js';

/** A subscription list as a report prints it. */
export type OpmlReport = {
  kind: 'opml';
  title?: string;
  feedCount: number;
  feeds: (Omit<Outline, 'text' | 'feedUrl'> & { url?: string })[];
};

/** A subscription list as JSON to print; a feed is called what outliners show for it. */
export function reportOpml({ title, outlines }: Opml): OpmlReport {
  return {
    kind: 'opml',
    title,
    feedCount: outlines.length,
    feeds: outlines.map(({ text, title, feedUrl, ...outline }) => ({
      title: text ?? title,
      url: feedUrl,
      ...outline,
    })),
  };
}
