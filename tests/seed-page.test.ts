import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startTestApp, type TestApp } from './support/app.js';
import { openTestDatabase } from './support/database.js';
import { describeWithCorpus } from './support/shared-corpus.js';

interface SeedPage {
  file: string;
  url: string;
  contentType: string;
  expected: {
    title: string;
    publishedAt: string;
    lead: string;
    sections: { heading: string; startsWith: string; points: string[] }[];
    source: { link: string; host: string };
    disclaimer: string;
    previous: { title: string; href: string };
    latest: { title: string; date: string }[];
    popular: { title: string; date: string }[];
    breadcrumbs: string[];
    mustNotBeInBody: string[];
  };
}

const wholePage = `query ($url: URL!) {
  article(url: $url) {
    ... on Article {
      headline
      publishedAt
      publishedPrecision
      originalUrl
      source { name homepageUrl }
      breadcrumbs { name }
      body { text sections { number heading text } }
      rights { notice takedownDays }
      original: relatedLinks(kind: [ORIGINAL]) { url host }
      previousOnItsPage: relatedLinks(kind: [PREVIOUS]) { title url }
    }
  }
  latestArticles(first: 9) { displayHeadline(maxWidth: 24) publishedAt publishedPrecision }
  popularArticles(first: 10) { nodes { displayHeadline(maxWidth: 24) publishedAt publishedPrecision } }
}`;

const dated = ({ displayHeadline, publishedAt, publishedPrecision }: Record<string, string>) => ({
  title: displayHeadline,
  date: publishedPrecision === 'DAY' ? publishedAt?.slice(0, 10) : publishedAt,
});

describeWithCorpus('seed', 'the seed page, taken in and got back from one request', (folder) => {
  const manifest = (): { entries: SeedPage[] } =>
    JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const files = [
    'portal-gbk.html',
    'portal-utf8.html',
    'portal-gbk-header.html',
    'portal-gbk-nodate.html',
    'portal-utf8-redated.html',
  ];

  it.each(files)('%s', async (file) => {
    const page = manifest().entries.find((entry) => entry.file === file) as SeedPage;
    const { expected } = page;
    const database = await openTestDatabase();
    const app = await startTestApp({ database });
    try {
      await ingest(database.url, join(folder, file), page);
      await read(app, expected.popular.length);

      const { data, errors } = await app.graphql(wholePage, { url: page.url });
      expect(errors).toBeUndefined();
      expect(data.article).toMatchObject({
        headline: expected.title,
        originalUrl: expected.source.link,
        source: { name: expected.source.host },
        rights: { notice: expected.disclaimer, takedownDays: 30 },
        original: [{ url: expected.source.link, host: expected.source.host }],
        previousOnItsPage: [
          { title: expected.previous.title, url: new URL(expected.previous.href, page.url).href },
        ],
      });
      expect(data.article.publishedAt.slice(0, 10)).toBe(expected.publishedAt);
      expect(data.article.breadcrumbs.map(({ name }: { name: string }) => name)).toEqual(
        expected.breadcrumbs.slice(1),
      );

      const { text, sections } = data.article.body;
      expect(text.startsWith(expected.lead)).toBe(true);
      for (const words of expected.mustNotBeInBody) expect(text).not.toContain(words);
      expect(sections.map(({ heading }: { heading: string }) => heading)).toEqual(
        expected.sections.map(({ heading }) => heading),
      );
      for (const [index, { startsWith, points }] of expected.sections.entries()) {
        expect(sections[index].text.startsWith(startsWith)).toBe(true);
        for (const point of points) expect(sections[index].text).toContain(point);
      }

      expect(data.latestArticles.map(dated)).toEqual(expected.latest);
      expect(data.popularArticles.nodes.map(dated)).toEqual(expected.popular);
    } finally {
      await app.stop();
    }
  });
});

/** Takes the page in as an operator does, its sidebar links included. */
async function ingest(databaseUrl: string, path: string, { url, contentType }: SeedPage): Promise<void> {
  const command = ['ingest', '--file', path, '--url', url, '--content-type', contentType, '--links'];
  await promisify(execFile)(process.execPath, [resolve('dist/src/cli/main.js'), ...command], {
    env: { ...process.env, DATABASE_URL: databaseUrl },
  });
}

/** Lets readers open the articles of the portal's hot list, the first one most often. */
async function read(app: TestApp, count: number): Promise<void> {
  const ids: string[] = [];
  for (let place = 0; place < count; place++) {
    const url = `http://www.portal.example/hot/${9000 + place}.html`;
    const { data } = await app.graphql(
      'query ($url: URL!) { article(url: $url) { ... on Article { id } } }',
      { url },
    );
    ids.push(data.article.id);
  }
  for (let reader = 1; reader <= count; reader++) {
    const { data } = await app.graphql(
      'mutation ($ids: [ID!]!) { recordViews(input: { articleIds: $ids }) { recorded } }',
      { ids: ids.slice(0, reader) },
      {
        'user-agent': `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + reader}.0) Gecko/20100101 Firefox/${100 + reader}.0`,
      },
    );
    expect(data.recordViews.recorded).toBe(reader);
  }
}
