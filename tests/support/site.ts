import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a site answers at a path; or what it does there, for faults. */
export type SiteAnswer =
  | { status?: number; headers?: Record<string, string>; body?: string }
  | ((request: IncomingMessage, response: ServerResponse) => unknown);

/** A request that a site has had. */
export interface SiteRequest {
  path: string;
  /** 0 until it is answered. */
  status: number;
  /** The user agent. */
  agent: string;
  /** Milliseconds. */
  begun: number;
  /** Infinite until its end. */
  ended: number;
}

/** A publisher's web site on this machine, of feeds and pages that may change and fail. */
export interface Site {
  /** Without a slash at the end. */
  url: string;
  /** What it answers from now on; with an `etag` header it also answers 304. */
  answers: Map<string, SiteAnswer>;
  /** Paths in the order in which they were asked for. */
  requests: SiteRequest[];
  /** Settles when a path was asked for so many times, counted from the start. */
  asked(path: string, times?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startSite(): Promise<Site> {
  const answers = new Map<string, SiteAnswer>();
  const requests: Site['requests'] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const path = request.url as string;
    const agent = request.headers['user-agent'] ?? '';
    const noted = { path, agent, status: 0, begun: performance.now(), ended: Number.POSITIVE_INFINITY };
    requests.push(noted);
    response.on('close', () => {
      noted.status = response.headersSent ? response.statusCode : 0;
      noted.ended = performance.now();
    });
    for (const look of waiting) look();
    answer(answers.get(path), request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ answers, requests },
    asked: (path, times = 1) =>
      new Promise((resolve) => {
        const look = () => {
          if (requests.filter((request) => request.path === path).length < times) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(known: SiteAnswer | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof known === 'function') return void known(request, response);
  if (!known) return void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not found</h1>');
  const { status = 200, headers = {}, body = '' } = known;
  if (headers.etag && request.headers['if-none-match'] === headers.etag)
    return void response.writeHead(304, headers).end();
  response.writeHead(status, {
    'content-type': body.startsWith('<?xml') ? 'application/xml' : 'text/html',
    ...headers,
  });
  response.end(body);
}

/** An item of a feed as a test writes it. */
export interface SiteItem {
  path: string;
  title?: string;
  /** HTML of what the feed calls the content. */
  content?: string;
  /** HTML of what the feed calls the description. */
  summary?: string;
  /** As it is to stand in the feed. */
  date?: string;
}

/** An RSS 2.0 feed of the site. */
export function rssFeed(siteUrl: string, items: readonly SiteItem[], channel = ''): string {
  const text = (html: string) => `<![CDATA[${html}]]>`;
  const entries = items.map(
    ({ path, title = `Title of ${path}`, content, summary, date }) =>
      `<item><title>${title}</title><link>${siteUrl}${path}</link><guid>${siteUrl}${path}</guid>${
        summary ? `<description>${text(summary)}</description>` : ''
      }${content ? `<content:encoded>${text(content)}</content:encoded>` : ''}${
        date ? `<pubDate>${date}</pubDate>` : ''
      }</item>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>A site</title><link>${siteUrl}/</link>${channel}${entries.join('')}</channel></rss>`;
}

/** So many words, for each `about` all others, so that no two texts are alike: a whole article for the pipeline. */
export function prose(about: string, words = 260): string {
  let seed = [...about].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 16_777_619),
    2_166_136_261,
  );
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0; // Numerical Recipes' generator.
    return Math.floor((seed / 2 ** 32) * below);
  };
  const syllables = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu'.split(' ');
  const word = () => Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join('');
  const sentence = () => `The ${about} committee ${Array.from({ length: 10 }, word).join(' ')}.`;
  const paragraphs = Array.from(
    { length: Math.ceil(words / 40) },
    () => `<p>${[1, 2, 3].map(sentence).join(' ')}</p>`,
  );
  return paragraphs.join('\n');
}

/** A page with an article. */
export function articlePage({
  title,
  body,
  head = '',
}: {
  title: string;
  body: string;
  head?: string;
}): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body><nav><a href="/">Home</a></nav><article><h1>${title}</h1>${body}</article></body></html>`;
}
