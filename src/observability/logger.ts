import { type DestinationStream, type LevelWithSilent, type LoggerOptions, pino, stdSerializers } from 'pino';

export type Logger = ReturnType<typeof createLogger>;

/** What is told of an error: not the values that a statement came with, which may be anybody's text. */
const errorFacts = ['type', 'message', 'stack', 'code', 'query'] as const;

/**
 * Structured logs: one JSON object a line. Of a request they hold method and path, and neither address, user agent
 * nor the query string.
 *
 * @param level - the least serious entries that are logged
 * @param destination - standard output where absent
 */
export function createLogger(level: LevelWithSilent, destination: DestinationStream = pino.destination(1)) {
  const options: LoggerOptions = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: {
      err: factsOf,
      req: ({ method, url }: { method: string; url: string }) => ({ method, path: url.split('?', 1)[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
    },
  };
  return pino(options, destination);
}

function factsOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const all: Record<string, unknown> = { ...stdSerializers.err(error) };
  return Object.fromEntries(errorFacts.map((fact) => [fact, all[fact]]));
}
