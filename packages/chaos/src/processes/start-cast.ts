import { join } from 'node:path';
import type { Ground } from '../ground.ts';
import { VICTIMS, type Victim } from '../schedule/fault.ts';
import { buildServices } from './build-services.ts';
import { type KeptProcess, keepRunning } from './keep-running.ts';

const SERVICES: Readonly<Record<Victim, string>> = {
  'poller-1': 'poller',
  'poller-2': 'poller',
  'dispatcher-1': 'dispatcher',
  'dispatcher-2': 'dispatcher',
  'dispatcher-3': 'dispatcher',
  gateway: 'mcp-gateway',
};

export type Cast = ReadonlyMap<Victim, KeptProcess>;

/** Starts every process of commander; `envOf` says how each is configured. */
export async function startCast(
  { directory, environment, guardian, stack, logs }: Ground,
  envOf: (victim: Victim) => Readonly<Record<string, string>>,
): Promise<Cast> {
  const cast = new Map<Victim, KeptProcess>();
  const { mainOf, shiftClock } = await buildServices(join(directory, 'bin'));
  for (const name of VICTIMS) {
    const command = [process.execPath, '--import', shiftClock, mainOf(SERVICES[name])] as const;
    const env = { PATH: environment['PATH'], HOME: directory, ...envOf(name) };
    const log = join(logs ?? directory, `${name}.log`);
    const kept = await keepRunning({ name, command: [...command], cwd: directory, env, log, guardian });
    stack.defer(name, async () => void (await kept.stop(0)));
    cast.set(name, kept);
  }
  return cast;
}
