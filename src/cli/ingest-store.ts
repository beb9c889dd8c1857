import { sourceBySlug } from '../catalog/sources.js';
import type { StoreResult } from '../ingest/store.js';
import { type TakeInServices, takeIn } from '../ingest/take-in.js';
import { withDatabase } from './database.js';
import { CommandFailure, say } from './failure.js';
import {
  documentNames,
  type IngestOptions,
  isOpml,
  type LoadedDocument,
  loadDocument,
} from './ingest-documents.js';
import { progressBar } from './progress.js';
import { problemOf } from './source-problem.js';
import { lazyWebClient } from './source-web.js';

/** What became of an article of a document. */
type Became = StoreResult & { document: string };

/** What became of all documents. */
interface Summary {
  read: number;
  results: Became[];
  /** What failed, each with what to try. */
  failures: string[];
  /** Documents that an interrupt left unread. */
  left: number;
}

/** Stores what documents hold, one after the other, and prints what became of it. What fails keeps nothing else back. */
export async function storeDocuments(names: readonly string[], options: IngestOptions): Promise<void> {
  const { changeListeners } = await import('../change-listeners.js');
  await withDatabase(async (database, config) => {
    if (options.source !== undefined && !(await sourceBySlug(database, options.source)))
      throw new CommandFailure(`There is no source "${options.source}"`);
    const documents = await documentNames(names);
    const web = lazyWebClient(config);
    try {
      const services = { database, listeners: changeListeners };
      const store = async (name: string) => {
        const document = await loadDocument(name, options, web.client);
        if (isOpml(document.bytes))
          throw new CommandFailure(`${name} is a subscription list\n  use "broadsheet opml import"`);
        const taken = options.discover ? await offeredFeed(document, web.client) : document;
        return takeIn(services satisfies TakeInServices, taken, options);
      };
      const isFatal = (error: unknown) => database.dialect.isUnavailable(error);
      const summary = await storeEach(documents, store, isFatal);
      print(summary, documents.length === 1 ? () => true : ({ kind }) => kind === 'REFUSED');
    } finally {
      await web.close();
    }
  });
}

/** Goes through the documents until the end or an interrupt, on which the one under way is finished. */
async function storeEach(
  documents: readonly string[],
  store: (name: string) => Promise<StoreResult[]>,
  isFatal: (error: unknown) => boolean,
): Promise<Summary> {
  const summary: Summary = { read: 0, results: [], failures: [], left: 0 };
  const interrupt = onInterrupt();
  const bar = progressBar(documents.length > 1 ? documents.length : undefined);
  for (const [index, name] of documents.entries()) {
    if (interrupt.isMet()) {
      summary.left = documents.length - index;
      say(`Stopped before ${name}: ${summary.left} documents were not read`);
      break;
    }
    bar.update(index, name);
    try {
      for (const result of await store(name)) summary.results.push({ ...result, document: name });
      summary.read++;
    } catch (error) {
      if (isFatal(error)) throw error;
      summary.failures.push(problemOf(name, error));
    }
  }
  bar.update(documents.length, '');
  bar.stop();
  interrupt.end();
  return summary;
}

/** The first feed that a page offers and that is one; the page itself where it offers none. */
async function offeredFeed(
  document: LoadedDocument,
  web: Parameters<typeof loadDocument>[2],
): Promise<LoadedDocument> {
  const { feedOffered } = await import('./source-discovery.js');
  return (await feedOffered(document, await web())) ?? document;
}

function print({ read, results, failures, left }: Summary, isShown: (result: StoreResult) => boolean): void {
  const count = (kind: StoreResult['kind']) => results.filter((result) => result.kind === kind).length;
  for (const result of results.filter(isShown)) {
    const { kind, url, headline, problem, copyOf, document } = result;
    process.stdout.write(
      `${[kind.toLowerCase(), url ?? document, headline, problem ?? copyOf ?? []].flat().join('\t')}\n`,
    );
  }
  const copies = count('COPY') > 0 ? `${count('COPY')} copies, ` : '';
  const unread = left > 0 ? `, ${left} left` : '';
  if (read + failures.length + left > 1)
    process.stdout.write(`${read} documents read, ${failures.length} failed${unread}\n`);
  if (read > 0)
    process.stdout.write(
      `${count('PUBLISHED')} articles published, ${count('MODIFIED')} modified, ${count('UNCHANGED')} unchanged, ${copies}${count('REFUSED')} refused\n`,
    );
  for (const failure of failures) say(failure);
  if (results.length === 0 || count('REFUSED') > 0 || failures.length + left > 0) process.exitCode = 1;
}

/** Notes an interrupt instead of dying of it; a second one ends the process. */
function onInterrupt(): { isMet(): boolean; end(): void } {
  let isMet = false;
  const note = () => {
    if (isMet) process.exit(1);
    isMet = true;
    say('Stopping after the document under way. Interrupt again to end at once.');
  };
  process.on('SIGINT', note);
  return { isMet: () => isMet, end: () => void process.off('SIGINT', note) };
}
