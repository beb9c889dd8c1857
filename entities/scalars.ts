import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

const stringOf = (node: ValueNode): unknown => (node.kind === Kind.STRING ? node.value : undefined);

/** A scalar of text: `parse` returns the canonical form or throws a RangeError that says what is expected. */
function textScalar(
  name: string,
  description: string,
  specifiedByURL: string | undefined,
  parse: (text: string) => string,
) {
  const parseValue = (value: unknown): string => {
    if (typeof value !== 'string') throw new RangeError(`${name} must be a string`);
    return parse(value);
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    specifiedByURL: specifiedByURL ?? null,
    serialize: (value) => String(value),
    parseValue,
    parseLiteral: (node) => parseValue(stringOf(node)),
  });
}

const absoluteTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;

/** A point in time. In the code and the database: milliseconds since 1970-01-01T00:00:00Z. */
export const DateTime = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description:
    'A point in time by RFC 3339, such as `2026-11-20T08:30:00.000Z`. Answers are in UTC; any offset is accepted.',
  specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
  serialize: (value) => new Date(Number(value)).toISOString(),
  parseValue: parseTime,
  parseLiteral: (node) => parseTime(stringOf(node)),
});

function parseTime(value: unknown): number {
  try {
    if (typeof value === 'string' && absoluteTime.test(value))
      return Number(GraphQLDateTime.parseValue(value));
  } catch {
    // A date that the calendar lacks. Thrown as it is, the error would not tell which argument it is about.
  }
  throw new RangeError('must be a date and time with an offset (RFC 3339), such as 2026-11-20T08:30:00Z');
}

/** An absolute http or https address. */
export const Url = textScalar(
  'URL',
  'An absolute http or https address.',
  'https://url.spec.whatwg.org/',
  (text) => {
    try {
      if (/^https?:$/.test(new URL(text).protocol)) return text;
    } catch {
      // Refused below, with what is expected.
    }
    throw new RangeError('must be an absolute http or https URL, such as https://example.org/news/1');
  },
);

/** A BCP 47 language tag in its canonical spelling. */
export const Locale = textScalar(
  'Locale',
  'A language tag by BCP 47, such as `zh-CN` or `en`.',
  'https://www.rfc-editor.org/info/bcp47',
  (text) => {
    try {
      return Intl.getCanonicalLocales(text)[0] ?? text;
    } catch {
      throw new RangeError('must be a BCP 47 language tag, such as zh-CN or en');
    }
  },
);

/** A place in a list: opaque to clients, a keyset to us (src/catalog/cursor.ts). */
export const Cursor = textScalar(
  'Cursor',
  'A place in a list. Opaque: pass on what a connection gave you, in the same order and filter.',
  undefined,
  (text) => text,
);
