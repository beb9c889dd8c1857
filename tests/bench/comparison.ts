import { type Measurement, measureLoad, type Question } from './client.js';
import { processUsage, type ServerProcess } from './processes.js';

/** One of two servers that are held against one another. */
export interface Side {
  name: string;
  server: ServerProcess;
  ask(): Question;
}

/** One side under load, once. */
export interface Lap extends Measurement {
  side: string;
  /** Processor time of the server for each answer, in milliseconds; only where Linux tells. */
  cpuPerAnswer?: number;
}

/** Two servers under the same load by turns. */
export interface Comparison {
  name: string;
  /** In the order of time: plain, ours, plain, ours, ..., plain. */
  laps: Lap[];
  /** Ours to the plain one, by the medians of their laps: 1 is as fast, 2 is twice as fast. */
  ratio: {
    requestsPerSecond: number;
    /** The same by processor time for each answer, which other load on the machine disturbs less. */
    cpu?: number;
    /** How far apart the middle half of the plain laps are, as a part of their median. */
    drift: number;
  };
  /** The ratio that we want at least. */
  target?: number;
  /** A line for each lap with answers that were not right. */
  wrong: string[];
}

export interface ComparisonOptions {
  name: string;
  plain: Side;
  ours: Side;
  target?: number;
  settings: { connections: number; seconds: number };
}

/** Short, so that what else the machine does meets both. */
const lapSeconds = 1;
const warmUpSeconds = 3;

/** Measures both by turns. Each gets twice the time that the settings say, in all. */
export async function compare(options: ComparisonOptions): Promise<Comparison> {
  const { name, plain, ours, target, settings } = options;
  console.error(name);
  const warmUps: Lap[] = [];
  for (const side of [plain, ours])
    warmUps.push(await measureLap(side, { ...settings, seconds: warmUpSeconds }));
  const laps: Lap[] = [];
  const rounds = Array.from({ length: (2 * settings.seconds) / lapSeconds }, () => [plain, ours]);
  for (const side of [...rounds.flat(), plain])
    laps.push(await measureLap(side, { ...settings, seconds: lapSeconds }));
  const ratio = ratioOf(laps, { plain: plain.name, ours: ours.name });
  return { name, laps, ratio, wrong: wrongAnswers([...warmUps, ...laps]), ...(target ? { target } : {}) };
}

async function measureLap(
  { name, server, ask }: Side,
  settings: ComparisonOptions['settings'],
): Promise<Lap> {
  const before = await processUsage(server.pid);
  const measured = await measureLoad({ ...settings, port: server.port, ask });
  const after = await processUsage(server.pid);
  const lap = { side: name, ...measured };
  if (!before || !after) return lap;
  return { ...lap, cpuPerAnswer: ((after.cpuSeconds - before.cpuSeconds) * 1_000) / measured.answers };
}

function wrongAnswers(laps: readonly Lap[]): string[] {
  return laps
    .filter(({ wrong }) => wrong > 0)
    .map(({ side, wrong, firstWrong }) => `${side}: ${wrong} wrong answers, such as ${firstWrong}`);
}

/** Holds the laps of one side against those of the other. */
export function ratioOf(laps: readonly Lap[], sides: { plain: string; ours: string }): Comparison['ratio'] {
  const of = (side: string) => laps.filter((lap) => lap.side === side);
  const [plain, ours] = [of(sides.plain), of(sides.ours)];
  const speed = ({ requestsPerSecond }: Lap) => requestsPerSecond;
  const cpu = ({ cpuPerAnswer = Number.NaN }: Lap) => cpuPerAnswer;
  const speeds = plain.map(speed);
  const ratio = {
    requestsPerSecond: median(ours.map(speed)) / median(speeds),
    drift: (quantile(speeds, 0.75) - quantile(speeds, 0.25)) / median(speeds),
  };
  const byCpu = median(plain.map(cpu)) / median(ours.map(cpu));
  return Number.isNaN(byCpu) ? ratio : { ...ratio, cpu: byCpu };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between two values in proportion. */
function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [below, above] = [Math.floor(place), Math.ceil(place)].map((index) => sorted[index] as number);
  return (below as number) + ((above as number) - (below as number)) * (place - Math.floor(place));
}
