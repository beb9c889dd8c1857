import type { MigrationInterface, QueryRunner } from 'typeorm';
import { postgres, sqlite } from '../dialect.js';

/** The first schema: articles and what belongs to them, popularity, tokens, import checkpoints. */
export class Foundation1764000000000 implements MigrationInterface {
  readonly name = 'Foundation1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    const { primaryKey, key } = runner.connection.options.type === 'sqlite' ? sqlite : postgres;
    const rights = (prefix: string) => `
      ${prefix}_holder text, ${prefix}_licence text, ${prefix}_licence_url text, ${prefix}_notice text,
      ${prefix}_syndication text, ${prefix}_takedown_contact text, ${prefix}_takedown_days integer`;
    const ofArticle = 'REFERENCES article (id) ON DELETE CASCADE';

    await run(runner, [
      `CREATE TABLE source (
        id ${primaryKey}, slug ${key} NOT NULL UNIQUE, name text NOT NULL, homepage_url text NOT NULL, feed_url text,
        language text NOT NULL, time_zone text NOT NULL, ${rights('rights')}, modified_at bigint NOT NULL)`,
      `CREATE TABLE category (
        id ${primaryKey}, parent_id bigint REFERENCES category (id), slug text NOT NULL, path ${key} NOT NULL UNIQUE,
        name text NOT NULL, alternate_name text, description text, modified_at bigint NOT NULL)`,
      'CREATE INDEX category_parent ON category (parent_id, path)',
      // Not the row's own address in SQLite: that one cannot be the second column of a range (time, id).
      `CREATE TABLE article (
        id bigint PRIMARY KEY NOT NULL, slug ${key} NOT NULL UNIQUE, headline text NOT NULL, abstract text NOT NULL,
        language ${key} NOT NULL, authors text NOT NULL,
        image_url text, image_alt text, image_width integer, image_height integer, word_count integer NOT NULL,
        published_at bigint NOT NULL, published_precision text NOT NULL, added_at bigint NOT NULL,
        modified_at bigint NOT NULL, original_url text NOT NULL,
        source_id bigint NOT NULL REFERENCES source (id), primary_category_id bigint REFERENCES category (id),
        ${rights('own_rights')}, withdrawn boolean NOT NULL DEFAULT false, content_hash text NOT NULL)`,
      'CREATE INDEX article_published ON article (published_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_added ON article (added_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_source_published ON article (source_id, published_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_source_added ON article (source_id, added_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_category_published ON article (primary_category_id, published_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_language_published ON article (language, published_at, id) WHERE NOT withdrawn',
      'CREATE INDEX article_language_added ON article (language, added_at, id) WHERE NOT withdrawn',
      `CREATE TABLE article_body (
        article_id ${primaryKey} ${ofArticle}, html text NOT NULL, text text NOT NULL, sections text NOT NULL)`,
      `CREATE TABLE article_url (
        url_key ${key} PRIMARY KEY, article_id bigint NOT NULL ${ofArticle}, url text NOT NULL)`,
      'CREATE INDEX article_url_article ON article_url (article_id, url)',
      `CREATE TABLE article_category (
        article_id bigint NOT NULL ${ofArticle}, category_id bigint NOT NULL REFERENCES category (id),
        direct boolean NOT NULL, position integer, published_at bigint NOT NULL, added_at bigint NOT NULL,
        withdrawn boolean NOT NULL DEFAULT false, PRIMARY KEY (article_id, category_id))`,
      'CREATE INDEX category_article_published ON article_category (category_id, published_at, article_id) WHERE NOT withdrawn',
      'CREATE INDEX category_article_added ON article_category (category_id, added_at, article_id) WHERE NOT withdrawn',
      `CREATE INDEX category_article_direct_published ON article_category (category_id, published_at, article_id)
        WHERE direct AND NOT withdrawn`,
      `CREATE INDEX category_article_direct_added ON article_category (category_id, added_at, article_id)
        WHERE direct AND NOT withdrawn`,
      `CREATE TABLE related_link (
        article_id bigint NOT NULL ${ofArticle}, position integer NOT NULL, kind text NOT NULL, title text NOT NULL,
        url text NOT NULL, url_key ${key} NOT NULL, PRIMARY KEY (article_id, position))`,
      'CREATE INDEX related_link_url_key ON related_link (url_key)',
      `CREATE TABLE withdrawn_article (
        id ${primaryKey} ${ofArticle}, withdrawn_at bigint NOT NULL, reason text NOT NULL, statement text)`,
      `CREATE TABLE popularity (
        article_id ${primaryKey}, views bigint NOT NULL, score double precision NOT NULL,
        day_views integer NOT NULL DEFAULT 0, week_views integer NOT NULL DEFAULT 0, month_views integer NOT NULL DEFAULT 0,
        listed boolean NOT NULL DEFAULT true)`,
      'CREATE INDEX popularity_hot ON popularity (score, article_id) WHERE listed',
      'CREATE INDEX popularity_all ON popularity (views, article_id) WHERE listed',
      'CREATE INDEX popularity_day ON popularity (day_views, article_id) WHERE listed AND day_views > 0',
      'CREATE INDEX popularity_week ON popularity (week_views, article_id) WHERE listed AND week_views > 0',
      'CREATE INDEX popularity_month ON popularity (month_views, article_id) WHERE listed AND month_views > 0',
      `CREATE TABLE view_bucket (
        hour integer NOT NULL, article_id bigint NOT NULL, views integer NOT NULL, PRIMARY KEY (hour, article_id))`,
      'CREATE INDEX view_bucket_article ON view_bucket (article_id, hour)',
      'CREATE TABLE window_clock (id integer PRIMARY KEY, hour integer NOT NULL)',
      `CREATE TABLE editor_token (
        hash text PRIMARY KEY, name text NOT NULL UNIQUE, created_at bigint NOT NULL, expires_at bigint, revoked_at bigint)`,
      'CREATE TABLE import_checkpoint (file_key text PRIMARY KEY, line integer NOT NULL, updated_at bigint NOT NULL)',
    ]);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'import_checkpoint',
      'editor_token',
      'window_clock',
      'view_bucket',
      'popularity',
      'withdrawn_article',
      'related_link',
      'article_category',
      'article_url',
      'article_body',
      'article',
      'category',
      'source',
    ];
    await run(
      runner,
      tables.map((table) => `DROP TABLE ${table}`),
    );
  }
}

async function run(runner: QueryRunner, statements: string[]): Promise<void> {
  for (const statement of statements) await runner.query(statement);
}
