/** Something that is looked at every so often. */
export interface Lookout {
  /** Looks now, after a look that is under way, and settles when that is done. */
  poll(): Promise<void>;
  /** Aborts a look that is under way, waits for its end and looks no more. */
  stop(): Promise<void>;
}

/**
 * Looks every so often, never twice at the same time, and without keeping the process from ending.
 *
 * @param intervalMs - from the end of a look to the next
 * @param look - reports what goes wrong; its rejection reaches only who called `poll`
 */
export function lookEvery(intervalMs: number, look: (signal: AbortSignal) => Promise<void>): Lookout {
  const stopping = new AbortController();
  const { signal } = stopping;
  let last: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const poll = (): Promise<void> => {
    const next = last.then(() => (signal.aborted ? undefined : look(signal)));
    last = next.catch(() => undefined);
    return next;
  };
  const wait = () => {
    if (!signal.aborted) timer = setTimeout(() => void poll().then(wait, wait), intervalMs).unref();
  };
  wait();
  return {
    poll,
    stop() {
      stopping.abort();
      clearTimeout(timer);
      return last;
    },
  };
}
