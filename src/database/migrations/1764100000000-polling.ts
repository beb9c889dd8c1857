import type { MigrationInterface, QueryRunner } from 'typeorm';
import { postgres, sqlite } from '../dialect.js';

/** How sources are read: their state, their runs, what was rejected, what was seen. */
export class Polling1764100000000 implements MigrationInterface {
  readonly name = 'Polling1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    const { primaryKey, key } = runner.connection.options.type === 'sqlite' ? sqlite : postgres;
    const ofSource = 'REFERENCES source (id) ON DELETE CASCADE';
    const statements = [
      `CREATE TABLE source_polling (
        source_id ${primaryKey} ${ofSource}, state text NOT NULL, next_run_at bigint NOT NULL,
        next_run_reason text NOT NULL, requested_at bigint, requested_by text, interval_seconds integer NOT NULL, last_run_at bigint, last_success_at bigint,
        last_change_at bigint, failures integer NOT NULL, problem_code text, problem text,
        fetched_url text, etag text, last_modified text, body_hash text, claimed_by text, claimed_until bigint)`,
      "CREATE INDEX source_polling_due ON source_polling (next_run_at, source_id) WHERE (state = 'ACTIVE' OR requested_at IS NOT NULL)",
      `CREATE TABLE ingest_run (
        id ${primaryKey}, source_id bigint NOT NULL ${ofSource}, trigger text NOT NULL, outcome text NOT NULL,
        started_at bigint NOT NULL, finished_at bigint, http_status integer, problem_code text, problem text,
        entries integer NOT NULL, published integer NOT NULL, modified integer NOT NULL, unchanged integer NOT NULL,
        copies integer NOT NULL, rejected integer NOT NULL, pending integer NOT NULL)`,
      'CREATE INDEX ingest_run_source ON ingest_run (source_id, id)',
      `CREATE TABLE ingest_reject (
        run_id bigint NOT NULL REFERENCES ingest_run (id) ON DELETE CASCADE, position integer NOT NULL,
        source_id bigint NOT NULL, at bigint NOT NULL, url text, headline text NOT NULL, code text NOT NULL,
        reason text NOT NULL, PRIMARY KEY (run_id, position))`,
      'CREATE INDEX ingest_reject_source ON ingest_reject (source_id, run_id, position)',
      `CREATE TABLE seen_entry (
        source_id bigint NOT NULL ${ofSource}, entry_key ${key} NOT NULL, entry_hash text NOT NULL,
        page_failures integer, page_due_at bigint, pending_entry text, PRIMARY KEY (source_id, entry_key))`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['seen_entry', 'ingest_reject', 'ingest_run', 'source_polling'])
      await runner.query(`DROP TABLE ${table}`);
  }
}
