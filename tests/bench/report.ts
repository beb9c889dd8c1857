import type { Measurement } from './client.js';
import type { Comparison } from './comparison.js';

export type ServerName = 'bare' | 'hand-written' | 'broadsheet';

/** One server under load. */
export interface Phase extends Measurement {
  server: ServerName;
  /** Processor time of the server for each page, in milliseconds; only where Linux tells. */
  cpuPerPage?: number;
}

/** Broadsheet as a part of a floor: 1 is as fast. */
export interface Ratio {
  requestsPerSecond: number;
  /** The same by processor time for each page, which other load on the machine disturbs less. */
  cpu?: number;
  /** How far the floor itself moved between its run before and its run after, as a part of their mean. */
  drift: number;
}

export interface Scenario {
  name: 'hot' | 'cold';
  description: string;
  /** In the order of time: each floor before and after Broadsheet. */
  phases: Phase[];
  ratios: Record<'bare' | 'hand-written', Ratio>;
}

export interface Report {
  date: string;
  machine: { cpu: string; cores: number; node: string; loadAverageBefore: number };
  settings: { articles: number; seed: number; seconds: number; connections: number };
  page: { statements: number; meanBytes: number };
  memory: { rss?: number; peakRss?: number };
  /** What was compared beyond the checks of each answer. */
  checks: { samplePages: number; coldPages: number };
  scenarios: Scenario[];
  federation: Comparison[];
  /** Why the figures must not be used; empty when all answers were right. */
  failures: string[];
}

/** Holds Broadsheet against the mean of a floor's two runs. */
export function ratioTo(floor: 'bare' | 'hand-written', phases: readonly Phase[]): Ratio {
  const [before, after] = phases.filter(({ server }) => server === floor);
  const ours = phases.find(({ server }) => server === 'broadsheet');
  if (!before || !after || !ours) throw new Error(`${floor} was not measured before and after`);
  const mean = (before.requestsPerSecond + after.requestsPerSecond) / 2;
  const ratio = {
    requestsPerSecond: ours.requestsPerSecond / mean,
    drift: Math.abs(after.requestsPerSecond - before.requestsPerSecond) / mean,
  };
  if (ours.cpuPerPage === undefined || before.cpuPerPage === undefined || after.cpuPerPage === undefined)
    return ratio;
  return { ...ratio, cpu: (before.cpuPerPage + after.cpuPerPage) / 2 / ours.cpuPerPage };
}

/** The report as text for a terminal. */
export function formatReport(report: Report): string {
  const { machine, settings, page, memory, checks } = report;
  const megabytes = (bytes: number | undefined) =>
    bytes === undefined ? '?' : `${Math.round(bytes / 2 ** 20)} MB`;
  return [
    `${report.date}: ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load average ${machine.loadAverageBefore.toFixed(2)} before`,
    `${settings.articles} articles, ${settings.connections} connections, ${settings.seconds} s for each line`,
    `One page: ${page.statements} SQL statements, ${Math.round(page.meanBytes)} bytes. Broadsheet's memory: ${megabytes(memory.rss)} after, ${megabytes(memory.peakRss)} at its highest`,
    `Compared in full: ${checks.samplePages} pages field by field before, ${checks.coldPages} pages by their bytes after`,
    ...report.scenarios.flatMap((scenario) => ['', ...scenarioLines(scenario)]),
    ...federationLines(report.federation),
    ...failureLines(report.failures),
  ].join('\n');
}

function federationLines(comparisons: readonly Comparison[]): string[] {
  const lines = comparisons.map(({ name, ratio, target }) => {
    const wanted = target === undefined ? '' : `, wanted ${target}`;
    return `  ${name}: ${ratio.requestsPerSecond.toFixed(2)} by requests/s, ${ratio.cpu?.toFixed(2) ?? '?'} by CPU${wanted} (the other drifted by ${(ratio.drift * 100).toFixed(0)}%)`;
  });
  return ['', 'federation: how much faster, 1 is as fast', ...lines];
}

function failureLines(failures: readonly string[]): string[] {
  if (failures.length === 0) return [];
  return [
    '',
    `NOT VALID, ${failures.length} failures:`,
    ...failures.slice(0, 10).map((failure) => `  ${failure}`),
  ];
}

function scenarioLines({ name, description, phases, ratios }: Scenario): string[] {
  const titles = ['requests/s', 'p50 ms', 'p99 ms', 'CPU ms/page', 'client cores', 'wrong'];
  const rows = phases.map((phase): [string, ...string[]] => [
    phase.server,
    phase.requestsPerSecond.toFixed(0),
    phase.p50.toFixed(2),
    phase.p99.toFixed(2),
    phase.cpuPerPage?.toFixed(3) ?? '?',
    phase.clientCores.toFixed(2),
    String(phase.wrong),
  ]);
  const tableLine = ([first, ...others]: [string, ...string[]]) =>
    first.padEnd(14) + others.map((cell) => cell.padStart(13)).join('');
  const ratioLine = ([floor, { requestsPerSecond, cpu, drift }]: [string, Ratio]) =>
    `Broadsheet to ${floor}: ${requestsPerSecond.toFixed(4)} by requests/s, ${cpu?.toFixed(4) ?? '?'} by CPU (the floor drifted by ${(drift * 100).toFixed(0)}%)`;
  return [
    `${name}: ${description}`,
    tableLine(['', ...titles]),
    ...rows.map(tableLine),
    ...Object.entries(ratios).map(ratioLine),
  ];
}
