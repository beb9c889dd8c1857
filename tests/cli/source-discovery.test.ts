import { findSource } from '../../src/cli/source-discovery.js';
import { FetchFailure } from '../../src/http/fetch-failure.js';
import type { WebClient } from '../../src/http/web-client.js';

/** A site that has these documents; the usual addresses of feeds are many, and a real one is asked for them slowly. */
const webOf = (documents: Record<string, string>): WebClient => ({
  async fetch({ url }) {
    const text = documents[new URL(url).pathname];
    if (text === undefined) throw new FetchFailure('STATUS', 'port.example answered 404', { status: 404 });
    const headers = { 'content-type': 'text/html' };
    return { url, permanentUrl: url, status: 200, headers, body: Buffer.from(text) };
  },
  close: async () => undefined,
});

const problemWith = (documents: Record<string, string>) =>
  findSource('https://port.example/news', webOf(documents), () => undefined).then(
    () => 'found',
    (error: Error) => error.message,
  );

describe('findSource', () => {
  it('says where a feed was looked for, and not of each usual address what it answers', async () => {
    expect(await problemWith({ '/news': '<h1>News</h1>' })).toMatch(
      /^https:\S+\/news is no feed, and offers none\nNo feed is at \/feed, \/\S+.*\n {2}.*--listings.*$/,
    );
  });

  it('says what became of a feed that the page offers', async () => {
    const page = '<link rel="alternate" type="application/rss+xml" href="/old.xml">';
    const problem = await problemWith({ '/news': page });
    expect(problem).toMatch(/^https:\S+\/old\.xml: \S+ answered 404\n {2}\S/);
    expect(problem.match(/404/g)).toHaveLength(1);
  });
});
