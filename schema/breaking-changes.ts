import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';

/** How the public API differs from the one that was released last. */
export interface ApiChanges {
  /** What is wrong, each a line: a breaking change that is not declared, a declaration that is not so or gives no reason. */
  problems: string[];
  /** Changes that may surprise some clients. */
  dangerous: string[];
}

/**
 * Compares two versions of an API by the rules of graphql-js.
 * @param declared - The breaking changes that are meant: a line for each, as graphql-js words it, then ` # ` and why.
 * Empty lines and lines that begin with `#` say nothing.
 */
export function apiChanges(released: string, present: string, declared: string): ApiChanges {
  const [before, after] = [buildSchema(released), buildSchema(present)];
  const breaking = new Set(findBreakingChanges(before, after).map(({ description }) => description));
  const problems: string[] = [];
  const lines = declared.split('\n').map((line) => line.trim());
  for (const line of lines.filter((text) => text !== '' && !text.startsWith('#'))) {
    const [change = '', reason = ''] = line.split(/ +# */, 2);
    if (!breaking.delete(change)) problems.push(`Declared, but not so: ${change}`);
    else if (reason === '') problems.push(`Declared without a reason: ${change}`);
  }
  problems.unshift(...[...breaking].map((change) => `Breaking, and not declared: ${change}`));
  return { problems, dangerous: findDangerousChanges(before, after).map(({ description }) => description) };
}
