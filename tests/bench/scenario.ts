import { measureLoad, type Question } from './client.js';
import { processUsage, type ServerProcess } from './processes.js';
import { type Phase, ratioTo, type Scenario, type ServerName } from './report.js';

export type Servers = Record<ServerName, ServerProcess>;
/** What each server is asked. */
export type Asks = Record<ServerName, () => Question>;

export interface ScenarioOptions extends Pick<Scenario, 'name' | 'description'> {
  settings: { connections: number; seconds: number };
  servers: Servers;
}

/** Each floor before and after Broadsheet: a floor that drifts shows. */
const order: readonly ServerName[] = ['bare', 'hand-written', 'broadsheet', 'hand-written', 'bare'];
const warmUpSeconds = 2;

/** Measures all servers, one after the other. */
export async function measureScenario(
  { name, description, settings, servers }: ScenarioOptions,
  asks: Asks,
): Promise<Scenario> {
  const phases: Phase[] = [];
  for (const server of order) {
    console.error(`${name}: ${server}`);
    phases.push(await measurePhase(server, servers[server], settings, asks[server]));
  }
  const ratios = { bare: ratioTo('bare', phases), 'hand-written': ratioTo('hand-written', phases) };
  return { name, description, phases, ratios };
}

async function measurePhase(
  server: ServerName,
  { port, pid }: ServerProcess,
  settings: ScenarioOptions['settings'],
  ask: () => Question,
): Promise<Phase> {
  const warmUp = await measureLoad({ ...settings, port, ask, seconds: warmUpSeconds });
  const before = await processUsage(pid);
  const measured = await measureLoad({ ...settings, port, ask });
  const after = await processUsage(pid);
  const phase = { server, ...warmUp, ...measured, wrong: warmUp.wrong + measured.wrong };
  if (!before || !after) return phase;
  return { ...phase, cpuPerPage: ((after.cpuSeconds - before.cpuSeconds) * 1_000) / measured.answers };
}

/** A line for each phase with answers that were not right. */
export function wrongAnswers({ name, phases }: Scenario): string[] {
  return phases
    .filter(({ wrong }) => wrong > 0)
    .map(
      ({ server, wrong, firstWrong }) => `${name}, ${server}: ${wrong} wrong answers, such as ${firstWrong}`,
    );
}
