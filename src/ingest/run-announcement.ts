import type { Source } from '../../entities/source.js';
import type { Logger } from '../observability/logger.js';
import type { Metrics } from '../observability/metrics.js';
import type { RunReport } from './run-services.js';

const articleOutcomes = ['published', 'modified', 'unchanged', 'copies', 'rejected'] as const;

/** Tells the log and the metrics how a run has ended. */
export function announceRun(
  { slug }: Source,
  { run, failure }: RunReport,
  { seconds, logger, metrics }: { seconds: number; logger: Logger; metrics?: Metrics | undefined },
): void {
  const outcome = run.outcome.toLowerCase();
  metrics?.ingestDuration.observe({ outcome }, seconds);
  for (const name of articleOutcomes)
    if (run[name] > 0) metrics?.ingestArticles.inc({ outcome: name }, run[name]);
  const { published, modified, copies, rejected, pending } = run;
  const facts = { source: slug, run: run.id, outcome, seconds: Math.round(seconds * 1_000) / 1_000 };
  if (failure) {
    const { code, status, message, advice } = failure;
    const err = code === 'INTERNAL' ? failure.cause : undefined;
    logger.warn(
      { ...facts, code, status, err },
      `the source ${slug} could not be read: ${message}; ${advice}`,
    );
  } else if (run.outcome === 'NOT_MODIFIED') logger.debug(facts, 'a source was as before');
  else if (run.outcome === 'INTERRUPTED')
    logger.info(facts, 'the reading of a source was interrupted; it is handed back');
  else logger.info({ ...facts, published, modified, copies, rejected, pending }, 'a source was read');
}
