import { documentJson } from '../ingest/document-json.js';
import { type KnownOfDocument, readDocument } from '../ingest/read-document.js';
import { CommandFailure, say } from './failure.js';
import {
  documentNames,
  type IngestOptions,
  isOpml,
  type LoadedDocument,
  loadDocument,
} from './ingest-documents.js';
import { problemOf } from './source-problem.js';
import { lazyWebClient } from './source-web.js';

type SourceFacts = Pick<KnownOfDocument, 'timeZone' | 'rule'>;

/**
 * Prints what documents hold as JSON: of one in many lines, of several one line each. Nothing is stored, and the database
 * is asked only for the time zone and the rule of a source that is named.
 */
export async function printDocuments(names: readonly string[], options: IngestOptions): Promise<void> {
  const documents = await documentNames(names);
  const isSingle = documents.length === 1 && documents[0] === names[0];
  const known = options.source === undefined ? {} : await sourceFacts(options.source);
  const web = lazyWebClient();
  try {
    for (const name of documents) {
      const report = async () => reportOf(await loadDocument(name, options, web.client), known);
      if (isSingle) process.stdout.write(`${JSON.stringify(await explained(name, report), undefined, 2)}\n`);
      else
        process.stdout.write(`${JSON.stringify({ document: name, ...(await orProblem(name, report)) })}\n`);
    }
  } finally {
    await web.close();
  }
}

async function reportOf({ bytes, url, contentType }: LoadedDocument, known: SourceFacts): Promise<object> {
  const opml = isOpml(bytes) && (await opmlReport(bytes, contentType));
  if (opml) return opml;
  const read = readDocument(bytes, { url, contentType, ...known });
  if (!read) throw new CommandFailure('It is neither a page with an article nor an RSS, Atom or JSON Feed');
  return documentJson(read, url);
}

async function opmlReport(bytes: Uint8Array, contentType: string | undefined): Promise<object | undefined> {
  const [{ parseOpml }, { reportOpml }] = await Promise.all([
    import('../feeds/opml.js'),
    import('../feeds/report-opml.js'),
  ]);
  const opml = parseOpml(bytes, contentType === undefined ? {} : { contentType });
  return opml && reportOpml(opml);
}

async function explained<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new CommandFailure(problemOf(name, error), { cause: error });
  }
}

async function orProblem(name: string, work: () => Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    process.exitCode = 1;
    return { problem: problemOf(name, error) };
  }
}

/** Where there is no such source, or no database, documents are read as if no source had been named. */
async function sourceFacts(slug: string): Promise<SourceFacts> {
  const [{ withDatabase }, { sourceBySlug }, { ruleOf }] = await Promise.all([
    import('./database.js'),
    import('../catalog/sources.js'),
    import('../ingest/source-rules.js'),
  ]);
  try {
    return await withDatabase(async (database) => {
      const source = await sourceBySlug(database, slug);
      if (!source) throw new CommandFailure(`There is no source "${slug}"`);
      return { timeZone: source.timeZone, rule: await ruleOf(database, source.id) };
    });
  } catch (error) {
    say(`Read without time zone and rule of the source: ${(error as Error).message}`);
    return {};
  }
}
