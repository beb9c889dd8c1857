import { isUtf8 } from 'node:buffer';
import { type CorpusLine, lineShape, shapeProblem } from './line-shape.js';

/** A line as it stands in the file. */
export interface RawLine {
  /** Counting from 1. */
  number: number;
  /** Without its line end; undefined for one that is longer than `lineLimit`, which is never held in memory. */
  bytes: Buffer | undefined;
}

/** A line of a corpus, or what is wrong with it. */
export type ParsedLine = {
  number: number;
  /** As it stands in the file; null where it is too long. */
  text: string | null;
} & ({ value: CorpusLine; problem?: undefined } | { value?: undefined; problem: string });

/** The file is of another format, or of a version that came later. */
export class UnknownCorpus extends Error {
  override readonly name = 'UnknownCorpus';
}

/** The longest line that is read, in bytes. */
export const lineLimit = 16 * 1024 * 1024;

const newline = 0x0a;
const articleStart = Buffer.from('{"type":"article"');

/** Splits a stream into lines, holding no more than one of them in memory. */
export async function* splitLines(input: AsyncIterable<Buffer>): AsyncGenerator<RawLine> {
  let held: Buffer[] = [];
  let length = 0;
  let number = 0;
  const hold = (part: Buffer): void => {
    length += part.length;
    if (length > lineLimit) held = [];
    else held.push(part);
  };
  const take = (): RawLine => {
    const bytes = length > lineLimit ? undefined : Buffer.concat(held);
    held = [];
    length = 0;
    number += 1;
    return { number, bytes };
  };
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      hold(chunk.subarray(start, end));
      yield take();
      start = end + 1;
    }
    hold(chunk.subarray(start));
  }
  if (length > 0) yield take();
}

/** Whether it is an article's, seen from its opening alone: `type` comes first. */
export function looksLikeArticle({ bytes }: RawLine): boolean {
  return bytes?.subarray(0, articleStart.length).equals(articleStart) ?? false;
}

/** Reads a line; undefined for a blank one. @throws UnknownCorpus for a meta line that is not of the shape */
export function parseLine({ number, bytes }: RawLine): ParsedLine | undefined {
  if (!bytes) return { number, text: null, problem: `is longer than ${lineLimit} bytes` };
  // A byte order mark may open the file; String.trim takes it for white space, and the CR of a CRLF too.
  const text = bytes.toString('utf8').trim();
  if (text === '') return undefined;
  if (!isUtf8(bytes)) return { number, text, problem: 'is not UTF-8' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { number, text, problem: `is not JSON: ${(error as Error).message.slice(0, 120)}` };
  }
  const result = lineShape.safeParse(json);
  if (result.success) return { number, text, value: result.data };
  const problem = shapeProblem(result.error);
  if ((json as { type?: unknown } | null)?.type === 'meta')
    throw new UnknownCorpus(`Line ${number}: this is no corpus of version 1 (${problem})`);
  return { number, text, problem };
}
