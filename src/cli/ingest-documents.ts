import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebClient } from '../http/web-client.js';
import { isWebAddress } from '../url.js';
import { CommandFailure } from './failure.js';

/** The options of `broadsheet ingest`. */
export interface IngestOptions {
  url?: string;
  contentType?: string;
  source?: string;
  links?: boolean;
  discover?: boolean;
  json?: boolean;
}

/** A document whose bytes are at hand. */
export interface LoadedDocument {
  bytes: Uint8Array;
  /** Where it was read. */
  url?: string | undefined;
  contentType?: string | undefined;
}

/** What is read of the files of a folder; a file that is named is read whatever its name. */
const extensions = /\.(?:html?|xhtml|xml|rss|atom|rdf|json)$/i;
/** Most bytes of a file. */
const maximalBytes = 128 * 1024 * 1024;

/**
 * The files and addresses that these names stand for: of a folder its documents, by name. A file that is not there stays.
 *
 * @throws CommandFailure where folders hold no document, and nothing else is named
 */
export async function documentNames(names: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const isFolder = !isWebAddress(name) && (await stat(name).catch(() => undefined))?.isDirectory();
    for (const document of isFolder ? await filesIn(name) : [name]) found.push(document);
  }
  if (found.length === 0)
    throw new CommandFailure(
      `There is no document in ${names.join(', ')}\n  files of a folder are read where they end in .html, .htm, .xhtml, .xml, .rss, .atom, .rdf or .json`,
    );
  return found;
}

/**
 * Reads a file, or fetches an address.
 *
 * @param web made when the first address is met
 * @throws CommandFailure where a file cannot be read, FetchFailure where an address cannot
 */
export async function loadDocument(
  name: string,
  { url, contentType }: Pick<IngestOptions, 'url' | 'contentType'>,
  web: () => Promise<WebClient>,
): Promise<LoadedDocument> {
  if (!isWebAddress(name)) return { bytes: await fileBytes(name), url, contentType };
  const { body, headers, url: readAt } = await (await web()).fetch({ url: name });
  return { bytes: body, url: readAt, contentType: headers['content-type'] };
}

/** Whether it is a subscription list. Looked for at the start alone, since XML is slow to parse and most are none. */
export function isOpml(bytes: Uint8Array): boolean {
  // Every encoding in use spells ASCII in ASCII, but for zeros between the letters.
  const start = Buffer.from(bytes.subarray(0, 8_192)).toString('latin1').replaceAll('\0', '');
  return /<(?:[\w.-]+:)?opml[\s>]/i.test(start);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && extensions.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function fileBytes(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > maximalBytes) throw Object.assign(new Error(), { code: `larger than ${maximalBytes} bytes` });
    return await readFile(path);
  } catch (error) {
    throw new CommandFailure(`The file ${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
  }
}
