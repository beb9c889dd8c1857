import { Presets, SingleBar } from 'cli-progress';

/** How far a long command has come. */
export interface Progress {
  /** @param detail - Shown beside the bar. */
  update(done: number, detail: string): void;
  stop(): void;
}

/** A bar on standard error, where that is a terminal and the total is known; otherwise nothing is drawn. */
export function progressBar(total: number | undefined): Progress {
  if (!process.stderr.isTTY || !total) return { update() {}, stop() {} };
  const format = ' {bar} {percentage}% | {detail} | {eta_formatted} left';
  const bar = new SingleBar({ format, hideCursor: true, stream: process.stderr }, Presets.shades_classic);
  bar.start(total, 0, { detail: '' });
  return {
    update: (done, detail) => bar.update(Math.min(done, total), { detail }),
    stop: () => bar.stop(),
  };
}
