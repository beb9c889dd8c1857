import { isDeepStrictEqual } from 'node:util';

/** The answer to an operation, as it comes over HTTP. */
export interface Answer {
  data?: unknown;
  errors?: readonly AnswerError[];
}

interface AnswerError {
  message: string;
  path?: readonly (string | number)[];
  extensions?: { code?: string };
}

/**
 * How a router's answer differs from ours, for people; undefined where both say the same: the same data, whatever the
 * order of an object's members, and the same errors, each with its message, path and code. An error that a router
 * raises by itself, before it asks a subgraph, has no path and may have no code.
 */
export function difference(ours: Answer, theirs: Answer): string | undefined {
  const [left, right] = [said(ours), said(theirs)];
  for (const [index, error] of right.errors.entries())
    if (!error.path && !error.code) error.code = left.errors[index]?.code;
  if (isDeepStrictEqual(left, right)) return undefined;
  return [`  serve:  ${JSON.stringify(left)}`, `  router: ${JSON.stringify(right)}`].join('\n');
}

function said({ data = null, errors = [] }: Answer) {
  return {
    data,
    errors: errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.code })),
  };
}
