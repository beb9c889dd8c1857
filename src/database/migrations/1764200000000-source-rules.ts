import type { MigrationInterface, QueryRunner } from 'typeorm';
import { postgres, sqlite } from '../dialect.js';

/** Where the pages of a source hold what. */
export class SourceRules1764200000000 implements MigrationInterface {
  readonly name = 'SourceRules1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    const { primaryKey } = runner.connection.options.type === 'sqlite' ? sqlite : postgres;
    await runner.query(
      `CREATE TABLE source_rule (
        source_id ${primaryKey} REFERENCES source (id) ON DELETE CASCADE, headline text, date text, body text,
        original_link text, notice text, previous text, next text, listings text, cut text NOT NULL,
        modified_at bigint NOT NULL)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE source_rule');
  }
}
