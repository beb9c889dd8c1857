import { readFileSync } from 'node:fs';
import type { FeedReport } from '../../src/feeds/report.js';
import { documentJson, type PageReport } from '../../src/ingest/document-json.js';
import { readDocument } from '../../src/ingest/read-document.js';

/** What is known of a document beside its bytes, as its HTTP answer would tell. */
export interface Known {
  url?: string;
  contentType?: string;
}

/** A document as `broadsheet ingest --json` prints it, and what that took in processor time, whatever else runs here. */
export function reportOf(
  path: string,
  known: Known,
): { report: FeedReport | PageReport | undefined; milliseconds: number } {
  const bytes = readFileSync(path);
  const begun = process.cpuUsage();
  const document = readDocument(bytes, known);
  const report = document && documentJson(document, known.url);
  // Printed and read again, so that what is compared is what a stranger sees.
  const printed = report && JSON.parse(JSON.stringify(report));
  const { user, system } = process.cpuUsage(begun);
  return { report: printed, milliseconds: (user + system) / 1_000 };
}
