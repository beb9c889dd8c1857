import { createHash } from 'node:crypto';
import { articlePageQuery } from '../../src/serving/example-query.js';
import type { Question } from './client.js';
import type { BenchCorpus } from './corpus.js';

const pageBody = (slug: string, query = articlePageQuery): string =>
  JSON.stringify({ query, variables: { slug } });

/** Gets one page from the gateway at `url`, by the article-page query or another one for a slug. */
export async function fetchPage(url: string, slug: string, query?: string): Promise<Buffer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: pageBody(slug, query),
  });
  if (!response.ok) throw new Error(`the page of ${slug} was answered with ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

/** The article-page query, or another one for a slug, as an HTTP request. */
function pageRequest(path: string, slug: string, query?: string): Buffer {
  const body = pageBody(slug, query);
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: `;
  return Buffer.from(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

/** Asks for one page, and takes nothing but these bytes for an answer. */
export function exactQuestion(path: string, slug: string, page: Buffer, query?: string): Question {
  return { request: pageRequest(path, slug, query), accepts: (body) => body.equals(page) };
}

/** Asks for any articles of a corpus. */
export interface RandomQuestions {
  ask(): Question;
  /** By article id, the digest of the page that was answered; the same article had the same page each time. */
  readonly answered: ReadonlyMap<number, string>;
}

/**
 * Asks for articles drawn from the whole corpus. An answer is accepted when it opens with this article's id and
 * headline as the corpus has them; the digest of its bytes is kept, to be compared when the measuring is over.
 */
export function randomQuestions(corpus: BenchCorpus): RandomQuestions {
  const answered = new Map<number, string>();
  const ask = (): Question => {
    const { id, slug, title } = corpus.head(1 + Math.floor(Math.random() * corpus.size));
    const globalId = Buffer.from(`Article:${id}`).toString('base64url');
    const opening = Buffer.from(
      `{"data":{"article":{"__typename":"Article","id":"${globalId}","headline":${JSON.stringify(title)},`,
    );
    return {
      request: pageRequest('/graphql', slug),
      accepts(body) {
        if (!body.subarray(0, opening.length).equals(opening)) return false;
        const digest = pageDigest(body);
        const before = answered.get(id);
        answered.set(id, digest);
        return before === undefined || before === digest;
      },
    };
  };
  return { ask, answered };
}

/** What tells a page from any other. */
export function pageDigest(page: string | Buffer): string {
  return createHash('sha256').update(page).digest('base64');
}
