import type { Database } from '../database/database.js';
import { advanceWindows, hourOf } from './windows.js';

const tick = 15_000;

/**
 * Keeps the counts of the day, week and month true while nobody reads: at the start and at each new hour what is
 * too old leaves them. Views bring them up to date on their own.
 */
export function keepWindowsCurrent(
  database: Database,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let done = -1;
  const advance = async (): Promise<void> => {
    const hour = hourOf(Date.now());
    if (hour === done) return;
    try {
      await database.transaction((tx) => advanceWindows(tx, Date.now()));
      done = hour;
    } catch (error) {
      onError(error);
    }
  };
  let advancing = advance();
  const timer = setInterval(() => {
    advancing = advance();
  }, tick);
  timer.unref();
  return {
    stop() {
      clearInterval(timer);
      return advancing;
    },
  };
}
