import sql from 'sql-template-tag';
import { pausePolling, startPolling } from '../ingest/polling.js';
import { withDatabase } from './database.js';
import { say } from './failure.js';
import { chosenSources, requireSource } from './source-choice.js';
import { isWanted } from './source-question.js';

/** `source pause` */
export async function pauseSources(slugs: readonly string[], { all }: { all?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const sources = await chosenSources(database, slugs, all ? sql`p.state = 'ACTIVE'` : undefined);
    for (const { id, slug } of sources) {
      const halted = await database.transaction((tx) => pausePolling(tx, id));
      process.stdout.write(halted ? `paused ${slug}\n` : `${slug} was not read before\n`);
    }
  });
}

/** `source resume` */
export async function resumeSources(slugs: readonly string[], { all }: { all?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const sources = await chosenSources(database, slugs, all ? sql`p.state = 'PAUSED'` : undefined);
    // Rules load a reader of pages, which the other commands do without.
    const { ruleOf } = await import('../ingest/source-rules.js');
    for (const { id, slug, feedUrl } of sources) {
      if (feedUrl === null && !(await ruleOf(database, id))?.listings) {
        process.exitCode = 1;
        say(
          `${slug} has neither a feed nor a rule for listings: there is nothing to read.\n  give it one with "broadsheet source add URL --slug ${slug}" or "broadsheet source rules set ${slug} --listings SELECTOR"`,
        );
        continue;
      }
      await database.transaction((tx) => startPolling(tx, id, Date.now()));
      process.stdout.write(`resumed ${slug}\n`);
    }
  });
}

/** `source remove`: articles are never deleted, and so neither is the source that they are credited to. */
export async function removeSource(slug: string, { yes }: { yes?: boolean }): Promise<void> {
  await withDatabase(async (database) => {
    const { id } = await requireSource(database, slug);
    const countArticles = sql`SELECT COUNT(*) AS articles FROM article WHERE source_id = ${id}`;
    const [row] = await database.query<{ articles: number }>(countArticles);
    const question = row?.articles
      ? `${slug} has ${row.articles} articles that are credited to it, so it stays: end only its reading?`
      : `Remove ${slug}? It has no articles.`;
    if (!(await isWanted(question, yes, { default: false }))) return;
    const outcome = await database.transaction(async (tx) => {
      const [counted] = await tx.query<{ articles: number }>(countArticles);
      if (!counted?.articles) {
        await tx.execute(sql`DELETE FROM source WHERE id = ${id}`);
        return `removed ${slug}\n`;
      }
      const wasRead = await tx.execute(sql`DELETE FROM source_polling WHERE source_id = ${id}`);
      return `${slug} stays with its ${counted.articles} articles; it ${wasRead ? 'is read no more' : 'was not read before'}\n`;
    });
    process.stdout.write(outcome);
  });
}
