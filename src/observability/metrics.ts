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
  /** How long runs of sources took, in seconds; outcome: `succeeded`, `not_modified`, `failed` or `interrupted`. */
  ingestDuration: Histogram<'outcome'>;
  /** Entries of sources; outcome: `published`, `modified`, `unchanged`, `copies` or `rejected`. */
  ingestArticles: Counter<'outcome'>;
  /** Calls of hubs (WebSub); outcome: `believed`, `repeated`, `ignored` or `unknown`. */
  hubDeliveries: Counter<'outcome'>;
  /** Sources that are due and not being read, about a minute ago at most. */
  ingestDue: Gauge;
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
    ingestDuration: new Histogram({
      name: 'broadsheet_ingest_run_duration_seconds',
      help: 'How long readings of sources took, by how they ended',
      labelNames: ['outcome'],
      buckets: [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600],
      registers,
    }),
    ingestArticles: new Counter({
      name: 'broadsheet_ingest_articles_total',
      help: 'Entries of sources, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    hubDeliveries: new Counter({
      name: 'broadsheet_hub_deliveries_total',
      help: 'Deliveries of WebSub hubs, by whether they were believed',
      labelNames: ['outcome'],
      registers,
    }),
    ingestDue: new Gauge({
      name: 'broadsheet_ingest_due_sources',
      help: 'Sources that are due and not being read: grows where sources are not read in time',
      registers,
    }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
