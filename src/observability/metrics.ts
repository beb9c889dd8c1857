import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the server counts and times, for Prometheus. */
export interface Metrics {
  /** In seconds; outcome: `answered`, `failed` or `cancelled`. */
  subgraphDuration: Histogram<'subgraph' | 'outcome'>;
  /** Operations without an answer that can be used, by the code of the error. */
  subgraphFailures: Counter<'subgraph' | 'code'>;
  /** 1 while a subgraph is left alone because it failed, else 0. */
  subgraphCircuitOpen: Gauge<'subgraph'>;
  /** Outcome: `applied` or `refused`. */
  supergraphReloads: Counter<'outcome'>;
  /** When the supergraph in use was applied, in seconds since 1970; 0 where there is none. */
  supergraphApplied: Gauge;
  /** The type of `text`. */
  contentType: string;
  /** All metrics, those of the process included, in Prometheus' text format. */
  text(): Promise<string>;
}

/** Metrics of their own: two servers in one process do not share them. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    subgraphDuration: new Histogram({
      name: 'broadsheet_subgraph_request_duration_seconds',
      help: 'How long operations of remote subgraphs took, all attempts included',
      labelNames: ['subgraph', 'outcome'],
      registers,
    }),
    subgraphFailures: new Counter({
      name: 'broadsheet_subgraph_failures_total',
      help: 'Operations of remote subgraphs without an answer that can be used',
      labelNames: ['subgraph', 'code'],
      registers,
    }),
    subgraphCircuitOpen: new Gauge({
      name: 'broadsheet_subgraph_circuit_open',
      help: 'Whether a remote subgraph is left alone because it failed',
      labelNames: ['subgraph'],
      registers,
    }),
    supergraphReloads: new Counter({
      name: 'broadsheet_supergraph_reloads_total',
      help: 'Supergraphs that were read, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    supergraphApplied: new Gauge({
      name: 'broadsheet_supergraph_applied_timestamp_seconds',
      help: 'When the supergraph in use was applied; 0 where there is none',
      registers,
    }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
