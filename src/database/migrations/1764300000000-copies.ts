import type { MigrationInterface, QueryRunner } from 'typeorm';
import { postgres, sqlite } from '../dialect.js';

/** Earlier versions of articles, copies that other sources show, and the grams by which those are found. */
export class Copies1764300000000 implements MigrationInterface {
  readonly name = 'Copies1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    const isSqlite = runner.connection.options.type === 'sqlite';
    const { primaryKey, key } = isSqlite ? sqlite : postgres;
    const ofArticle = 'REFERENCES article (id) ON DELETE CASCADE';
    const statements = [
      `CREATE TABLE article_version (
        article_id bigint NOT NULL ${ofArticle}, version integer NOT NULL, replaced_at bigint NOT NULL,
        content_hash text NOT NULL, headline text NOT NULL, content text NOT NULL, PRIMARY KEY (article_id, version))`,
      `CREATE TABLE article_copy (
        url_key ${key} PRIMARY KEY, article_id bigint NOT NULL ${ofArticle},
        source_id bigint NOT NULL REFERENCES source (id), url text NOT NULL, headline text NOT NULL, published_at bigint,
        kind text NOT NULL, similarity double precision, named boolean NOT NULL, stands_in boolean NOT NULL,
        found_at bigint NOT NULL, content_hash text NOT NULL, content text NOT NULL)`,
      'CREATE INDEX article_copy_article ON article_copy (article_id, found_at)',
      `CREATE TABLE article_signature (
        article_id ${primaryKey} ${ofArticle}, hashes text NOT NULL, stale boolean NOT NULL)`,
      'CREATE INDEX article_signature_stale ON article_signature (article_id) WHERE stale',
      // Some thirty rows an article, looked up by hash alone: in SQLite the index is the table.
      `CREATE TABLE article_sketch (
        hash bigint NOT NULL, article_id bigint NOT NULL, PRIMARY KEY (hash, article_id))${isSqlite ? ' WITHOUT ROWID' : ''}`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['article_sketch', 'article_signature', 'article_copy', 'article_version'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
