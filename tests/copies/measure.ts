import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { comparableText } from '../../src/catalog/copies/comparable-text.js';
import { candidatesIn, holdersOf } from '../../src/catalog/copies/signatures.js';
import { sketchOf } from '../../src/catalog/copies/sketch.js';
import { plainText } from '../../src/catalog/plain-text.js';
import { type Database, openDatabase } from '../../src/database/database.js';
import { storeIntake } from '../../src/ingest/store.js';
import { copiesOf, htmlOf, type Labelled, randomNumbers, readOriginals, strangers } from './labelled-set.js';

/**
 * Measures how well copies are found, by what is stored in a real database: precision and recall over a labelled set
 * made of the articles of the corpus, per kind. Run it compiled, with `--failures` to list each that is wrong.
 * `CORPUS_DIR` names the corpus.
 */

type Document = Labelled & { url: string; host: string; at: number };
type Stored = { article: number; original: string };

const start = Date.UTC(2026, 0, 1);
const together = 25;

/** Every document is on a site of its own, but those that one site or feed of the corpus holds. */
function documentsOf(corpus: string): { originals: Document[]; others: Document[] } {
  const found = readOriginals(corpus);
  const originals = found.map((original, index): Document => {
    const host = `${original.name
      .replace(/#\d+$/, '')
      .replace(/[^\w]+/g, '-')
      .toLowerCase()
      .slice(-60)}.example`;
    return { ...original, kind: 'in the corpus', host, url: `https://${host}/${index}`, at: start + index };
  });
  const random = randomNumbers(1);
  const others = [...copiesOf(found), ...strangers(found)]
    .map((document, index): [number, Document] => {
      const host = `site-${index}.example`;
      return [random(), { ...document, host, url: `https://${host}/a`, at: start + 1_000_000 + index }];
    })
    .sort(([one], [other]) => one - other)
    .map(([, document]) => document);
  return { originals, others };
}

async function store(database: Database, documents: readonly Document[]): Promise<void> {
  const results = await storeIntake(database, [], async (_tx, writer) => {
    const drafts = [];
    for (const document of documents) {
      const slug = document.host.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
      const source = await writer.saveSource({
        ...{ slug, name: document.host, homepageUrl: `https://${document.host}/`, language: 'en' },
      });
      if (source.kind === 'REFUSED') throw new Error(`${document.host}: ${source.message}`);
      const { url: originalUrl, headline, at: publishedAt } = document;
      drafts.push({
        originalUrl,
        headline,
        publishedAt,
        bodyHtml: htmlOf(document),
        sourceId: source.saved.id,
      });
    }
    return { drafts, refused: [] };
  });
  for (const { kind, problem } of results) if (kind === 'REFUSED') throw new Error(problem);
}

/** To which article each address leads now, and that one's own address. */
async function outcome(database: Database): Promise<Map<string, Stored>> {
  const rows = await database.query<{ url: string; article_id: number; original_url: string }>(
    sql`SELECT u.url, u.article_id, a.original_url FROM article_url u JOIN article a ON a.id = u.article_id`,
  );
  return new Map(rows.map((row) => [row.url, { article: row.article_id, original: row.original_url }]));
}

class Tally {
  readonly counts = new Map<string, { met: number; total: number }>();
  add(kind: string, met: boolean): void {
    for (const key of [kind, 'all']) {
      const count = this.counts.get(key) ?? { met: 0, total: 0 };
      this.counts.set(key, { met: count.met + Number(met), total: count.total + 1 });
    }
  }
  print(title: string): void {
    for (const [kind, { met, total }] of this.counts)
      print(`${title.padEnd(10)} ${kind.padEnd(20)} ${met}/${total} ${((100 * met) / total).toFixed(2)}%`);
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function candidatesPerText(database: Database, documents: readonly Document[]): Promise<number> {
  let count = 0;
  for (const document of documents) {
    const sketch = sketchOf(comparableText(plainText(htmlOf(document))));
    count += candidatesIn(await holdersOf(database, sketch), sketch).length;
  }
  return count;
}

async function main(): Promise<void> {
  const corpus = process.env.CORPUS_DIR ?? '../shared/corpus';
  const { originals, others } = documentsOf(corpus);
  if (originals.length === 0) {
    print(`No corpus at ${corpus}: nothing measured.`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'broadsheet-copies-'));
  const database = await openDatabase({ url: `sqlite:${join(folder, 'copies.sqlite')}` });
  try {
    await database.migrate();
    let [spent, compared] = [0, 0];
    for (const documents of [originals, others]) {
      for (let from = 0; from < documents.length; from += together) {
        const batch = documents.slice(from, from + together);
        if (documents === others) compared += await candidatesPerText(database, batch);
        const began = performance.now();
        await store(database, batch);
        spent += performance.now() - began;
      }
    }
    await report(database, originals, others);
    const all = originals.length + others.length;
    print(`${originals.length} texts of the corpus, ${others.length} made of them`);
    print(`${(compared / others.length).toFixed(2)} candidates compared in full for each text`);
    print(
      `${Math.round((all * 1_000) / spent)} articles a second stored, on SQLite, ${together} in a transaction`,
    );
  } finally {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(
  database: Database,
  originals: readonly Document[],
  others: readonly Document[],
): Promise<void> {
  const stored = await outcome(database);
  const documents = [...originals, ...others];
  const byUrl = new Map(documents.map((document) => [document.url, document]));
  const families = new Map<string, Document[]>();
  for (const original of originals)
    families.set(original.family, [...(families.get(original.family) ?? []), original]);

  const [recall, precision] = [new Tally(), new Tally()];
  let [short, shortCopies] = [0, 0];
  for (const document of documents) {
    const { url, family, kind, host } = document;
    const its = stored.get(url) as Stored;
    const same = (families.get(family) ?? []).filter((other) => other.host !== host);
    const isLong = sketchOf(comparableText(plainText(htmlOf(document)))).length > 0;
    if (!isLong) {
      short += 1;
      shortCopies += Number(its.original !== url);
    }
    if (isLong && same.length > 0) {
      const met = same.some((other) => stored.get(other.url)?.article === its.article);
      recall.add(kind, met);
      if (!met && process.argv.includes('--failures')) print(`missed     ${kind} | ${family} | ${url}`);
    }
    if (its.original === url) continue;
    const original = byUrl.get(its.original) as Document;
    precision.add(kind, original.family === family);
    if (original.family !== family && process.argv.includes('--failures'))
      print(`wrong      ${kind} | ${family} | taken for ${original.kind} | ${original.family}`);
  }
  recall.print('recall');
  precision.print('precision');
  print(`${short} texts too short to be anybody's copy, of which ${shortCopies} became one`);
}

await main();
