import type { MigrationInterface, QueryRunner } from 'typeorm';
import { postgres, sqlite } from '../dialect.js';

/** Subscriptions at the hubs of feeds. */
export class HubSubscriptions1764400000000 implements MigrationInterface {
  readonly name = 'HubSubscriptions1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    const { key } = runner.connection.options.type === 'sqlite' ? sqlite : postgres;
    const statements = [
      `CREATE TABLE hub_subscription (
        callback_id ${key} PRIMARY KEY NOT NULL, source_id bigint REFERENCES source (id) ON DELETE SET NULL,
        topic_url text NOT NULL, hub_urls text NOT NULL, hub_url text NOT NULL, secret text, state text NOT NULL,
        lease_until bigint, requested_at bigint, due_at bigint NOT NULL, failures integer NOT NULL, problem text,
        delivered_at bigint)`,
      "CREATE UNIQUE INDEX hub_subscription_current ON hub_subscription (source_id) WHERE state <> 'ENDING'",
      'CREATE INDEX hub_subscription_due ON hub_subscription (due_at)',
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE hub_subscription');
  }
}
