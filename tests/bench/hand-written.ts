import Sqlite from 'better-sqlite3';

/** Answers the article-page query from the database file, and nothing else. */
export interface HandWrittenPages {
  /** The whole response body with the line end that Apollo Server puts after it, or undefined for a slug that no article has. */
  page(slug: string): string | undefined;
  close(): void;
}

const teaser = (alias: string) => `json_array(${alias}.slug, ${alias}.headline, ${alias}.published_at)`;

const neighbour = (direction: 'previous' | 'next', scope: '' | 'primary_category_id' | 'source_id') => {
  const [comparison, order] = direction === 'previous' ? ['<', 'DESC'] : ['>', 'ASC'];
  return `(SELECT ${teaser('n')} FROM article n
    WHERE NOT n.withdrawn ${scope && `AND n.${scope} = a.${scope}`}
      AND (n.published_at, n.id) ${comparison} (a.published_at, a.id)
    ORDER BY n.published_at ${order}, n.id ${order} LIMIT 1)`;
};

const pageStatement = `SELECT a.id, a.headline, a.authors, a.language, a.published_at, a.modified_at, a.word_count,
    a.original_url, a.image_url, a.image_alt, s.name AS source_name, s.homepage_url,
    coalesce(a.own_rights_holder, s.rights_holder) AS holder,
    coalesce(a.own_rights_licence, s.rights_licence) AS licence,
    coalesce(a.own_rights_notice, s.rights_notice) AS notice,
    coalesce(a.own_rights_syndication, s.rights_syndication, 'FULL_TEXT') AS syndication,
    coalesce(a.own_rights_takedown_contact, s.rights_takedown_contact) AS takedown_contact,
    coalesce(a.own_rights_takedown_days, s.rights_takedown_days) AS takedown_days,
    b.sections, coalesce(p.views, 0) AS views,
    (SELECT json_group_array(json_array(c.name, c.path)) FROM (
      WITH RECURSIVE trail (id, parent_id, name, path, height) AS (
        SELECT id, parent_id, name, path, 0 FROM category WHERE id = a.primary_category_id
        UNION ALL
        SELECT c.id, c.parent_id, c.name, c.path, height + 1 FROM trail JOIN category c ON c.id = trail.parent_id)
      SELECT name, path FROM trail ORDER BY height DESC) c) AS breadcrumbs,
    ${neighbour('previous', '')} AS previous, ${neighbour('next', '')} AS next,
    ${neighbour('previous', 'primary_category_id')} AS previous_in_category,
    ${neighbour('next', 'primary_category_id')} AS next_in_category,
    ${neighbour('previous', 'source_id')} AS previous_in_source,
    ${neighbour('next', 'source_id')} AS next_in_source,
    (SELECT json_group_array(json_array(r.kind, r.title, r.url,
        CASE WHEN r.slug IS NOT NULL THEN ${teaser('r')} END)) FROM (
      SELECT l.kind, l.title, l.url, t.slug, t.headline, t.published_at FROM related_link l
        LEFT JOIN article_url u ON u.url_key = l.url_key
        LEFT JOIN article t ON t.id = u.article_id AND NOT t.withdrawn AND t.id <> l.article_id
      WHERE l.article_id = a.id ORDER BY l.position) r) AS related,
    (SELECT count(*) FROM (SELECT 1 FROM popularity o
      WHERE o.listed AND (o.score, o.article_id) > (p.score, p.article_id) LIMIT 1000)) AS more_read,
    (SELECT json_group_array(json_array(l.slug, l.headline, l.published_at, l.added_at)) FROM (
      SELECT slug, headline, published_at, added_at FROM article
      WHERE NOT withdrawn ORDER BY added_at DESC, id DESC LIMIT 10) l) AS latest,
    (SELECT json_group_array(json_array(h.slug, h.headline, h.published_at, h.views)) FROM (
      SELECT t.slug, t.headline, t.published_at, o.views FROM popularity o JOIN article t ON t.id = o.article_id
      WHERE o.listed ORDER BY o.score DESC, o.article_id DESC LIMIT 10) h) AS popular
  FROM article a JOIN source s ON s.id = a.source_id
    LEFT JOIN article_body b ON b.article_id = a.id
    LEFT JOIN popularity p ON p.article_id = a.id
  WHERE a.slug = ? AND NOT a.withdrawn`;

type Teaser = [slug: string, headline: string, publishedAt: number];
type CountedTeaser = [...Teaser, count: number];
type Link = [kind: string, title: string, url: string, article: Teaser | null];

/** What the statement yields. */
interface PageRow {
  id: number;
  headline: string;
  authors: Json;
  language: string;
  published_at: number;
  modified_at: number;
  word_count: number;
  original_url: string;
  image_url: string | null;
  image_alt: string | null;
  source_name: string;
  homepage_url: string;
  holder: string | null;
  licence: string | null;
  notice: string | null;
  syndication: string;
  takedown_contact: string | null;
  takedown_days: number | null;
  sections: Json | null;
  views: number;
  breadcrumbs: Json;
  previous: Json | null;
  next: Json | null;
  previous_in_category: Json | null;
  next_in_category: Json | null;
  previous_in_source: Json | null;
  next_in_source: Json | null;
  related: Json;
  more_read: number;
  latest: Json;
  popular: Json;
}
type Json = string;

/**
 * What a program for this one page would do: one prepared statement with JSON aggregation, plain objects,
 * `JSON.stringify`. It shares no code with the gateway, so that its answers can be held against the gateway's.
 *
 * It knows that a bench corpus has no withdrawn articles, and no headlines with characters that combine.
 */
export function openHandWritten(databaseFile: string): HandWrittenPages {
  const database = new Sqlite(databaseFile, { readonly: true });
  database.pragma('mmap_size = 268435456');
  database.pragma('cache_size = -65536');
  const statement = database.prepare<[string], PageRow>(pageStatement);
  return {
    page(slug) {
      const row = statement.get(slug);
      return row && `${JSON.stringify({ data: pageData(row) })}\n`;
    },
    close: () => void database.close(),
  };
}

function pageData(row: PageRow) {
  return {
    article: {
      __typename: 'Article',
      id: Buffer.from(`Article:${row.id}`).toString('base64url'),
      headline: row.headline,
      authors: JSON.parse(row.authors) as string[],
      language: row.language,
      publishedAt: dateTime(row.published_at),
      modifiedAt: dateTime(row.modified_at),
      readingMinutes: Math.max(1, Math.round(row.word_count / (row.language === 'zh' ? 255 : 238))),
      originalUrl: row.original_url,
      image: row.image_url === null ? null : { url: row.image_url, alt: row.image_alt },
      source: { name: row.source_name, homepageUrl: row.homepage_url },
      rights: {
        holder: row.holder,
        licence: row.licence,
        notice: row.notice,
        syndication: row.syndication,
        takedownContact: row.takedown_contact,
        takedownDays: row.takedown_days,
      },
      breadcrumbs: (JSON.parse(row.breadcrumbs) as [string, string][]).map(([name, path]) => ({
        name,
        path,
      })),
      body:
        row.sections === null || row.syndication !== 'FULL_TEXT'
          ? null
          : { sections: sections(row.sections) },
      previous: teaserOrNull(row.previous),
      next: teaserOrNull(row.next),
      previousInCategory: teaserOrNull(row.previous_in_category),
      nextInCategory: teaserOrNull(row.next_in_category),
      previousInSource: teaserOrNull(row.previous_in_source),
      nextInSource: teaserOrNull(row.next_in_source),
      relatedLinks: (JSON.parse(row.related) as Link[]).map(([kind, title, url, article]) => ({
        kind,
        title,
        url,
        host: new URL(url).host,
        article: article && shown(article),
      })),
      popularity: { rank: row.more_read < 1_000 ? row.more_read + 1 : null, views: row.views },
    },
    latestArticles: (JSON.parse(row.latest) as CountedTeaser[]).map(
      ([slug, headline, publishedAt, addedAt]) => ({
        ...shown([slug, headline, publishedAt]),
        addedAt: dateTime(addedAt),
      }),
    ),
    popularArticles: {
      edges: (JSON.parse(row.popular) as CountedTeaser[]).map(
        ([slug, headline, publishedAt, views], index) => ({
          rank: index + 1,
          views,
          node: shown([slug, headline, publishedAt]),
        }),
      ),
    },
  };
}

function sections(json: Json): object[] {
  const stored = JSON.parse(json) as {
    number: number;
    heading: string | null;
    level: number;
    html: string;
  }[];
  return stored.map(({ number, heading, level, html }) => ({ number, heading, level, html }));
}

function teaserOrNull(json: Json | null) {
  return json === null ? null : shown(JSON.parse(json) as Teaser);
}

function shown([slug, headline, publishedAt]: Teaser) {
  return { slug, displayHeadline: cut(headline, 40), publishedAt: dateTime(publishedAt) };
}

/** Cuts to a width in columns, … included; Chinese characters and full-width forms take two. */
function cut(text: string, maxWidth: number): string {
  let width = 0;
  let kept = 0;
  let position = 0;
  for (const character of text) {
    width += character >= '\u2e80' ? 2 : 1;
    if (width > maxWidth) return `${text.slice(0, kept).trimEnd()}…`;
    position += character.length;
    if (width < maxWidth) kept = position;
  }
  return text;
}

function dateTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
