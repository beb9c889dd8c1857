import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A document of a site: its type and text, or what answers. */
type Page = [type: string, text: string] | (() => [type: string, text: string]);

/** A publisher's site on this machine, for commands that fetch. */
export interface Site {
  url: string;
  /** By path. What is not there answers 404. */
  pages: Record<string, Page>;
  /** Paths that were asked for, but for robots.txt. */
  asked: string[];
  /** The environment in which a command may read it. */
  env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function openSite(): Promise<Site> {
  const pages: Site['pages'] = {};
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path !== '/robots.txt') asked.push(path);
    const page = pages[path];
    if (!page) return response.writeHead(404).end();
    const [type, text] = typeof page === 'function' ? page() : page;
    response.writeHead(200, { 'content-type': type }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, pages, asked },
    env: { ALLOWED_NETWORKS: '127.0.0.1/32' },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const sentence = 'The harbour keeps a clock with a single hand, and it is never wrong about the tide. ';

/** The page of an article. */
export function articlePage(headline: string): [string, string] {
  return [
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><head><title>${headline}</title></head><body><article><h1>${headline}</h1>
    <p>${sentence.repeat(12)}</p></article></body></html>`,
  ];
}

/** A feed of whole articles: its entries' addresses are `url/1`, `url/2`. */
export function feedOf(
  url: string,
  { title = 'Harbour News', count = 2, offset = '+0800' } = {},
): [string, string] {
  const items = Array.from({ length: count }, (_, index) => count - index).map(
    (number) => `<item><title>港口新闻第${number}条</title><link>${url}/${number}</link>
      <pubDate>Sun, 0${number} Mar 2026 10:00:00 ${offset}</pubDate>
      <content:encoded>&lt;p&gt;${`第${number}条的全文在此，港口的钟从来不错。`.repeat(12)}&lt;/p&gt;</content:encoded></item>`,
  );
  return [
    'application/rss+xml',
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
    <title>${title}</title><link>${url}/</link><language>en-us</language>${items.join('')}</channel></rss>`,
  ];
}
