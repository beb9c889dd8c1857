import { EventEmitter } from 'node:events';
import { createLogger, type Logger } from '../../src/observability/logger.js';

export type LogEntry = Record<string, unknown>;

/** A log that is kept. */
export interface TestLog {
  logger: Logger;
  entries: LogEntry[];
  /** The entry that matches, or the last of so many, whether it is there or still to come. */
  logged(matches: (entry: LogEntry) => boolean, count?: number): Promise<LogEntry>;
}

export function keepLog(): TestLog {
  const entries: LogEntry[] = [];
  const told = new EventEmitter().setMaxListeners(0);
  const write = (line: string) => {
    const entry = JSON.parse(line) as LogEntry;
    entries.push(entry);
    told.emit('entry', entry);
  };
  return {
    logger: createLogger('debug', { write }),
    entries,
    logged: (matches, count = 1) =>
      new Promise((resolve) => {
        let missing = count;
        const look = (entry: LogEntry) => {
          if (!matches(entry)) return;
          missing -= 1;
          if (missing > 0) return;
          told.off('entry', look);
          resolve(entry);
        };
        entries.forEach(look);
        if (missing > 0) told.on('entry', look);
      }),
  };
}
