import { startApp } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { openDatabase } from '../../src/database/database.js';
import { fetchPage } from './questions.js';

/** How many SQL statements the gateway sends for one article page, counted where they leave for the database. */
export async function countStatements(databaseFile: string, slug: string): Promise<number> {
  let sent = 0;
  const database = await openDatabase({ url: `sqlite:${databaseFile}`, onStatement: () => sent++ });
  const app = await startApp(readConfig({ PORT: '0', LOG_LEVEL: 'warn' }), database);
  const counts: number[] = [];
  try {
    // What the gateway does beside a request, such as moving its windows on, is not part of the page.
    for (let attempt = 0; attempt < 3; attempt++) {
      sent = 0;
      await fetchPage(app.url, slug);
      counts.push(sent);
    }
  } finally {
    await app.stop();
    await database.close();
  }
  return Math.min(...counts);
}
