import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { checkWorld } from './check/check-world.ts';
import { findLeftovers } from './check/find-leftovers.ts';
import { seeDeadWrites } from './check/see-dead-writes.ts';
import type { IssueSeen, Violation } from './check/snapshot.ts';
import { seeIssue } from './check/take-snapshot.ts';
import { watchMarkers } from './check/watch-markers.ts';
import { writeIssues } from './check/write-issues.ts';
import { serveFailpoints } from './failpoints/serve-failpoints.ts';
import { Mischief } from './faults/mischief.ts';
import { type Ground, onGround, type Surroundings } from './ground.ts';
import { type Cast, startCast } from './processes/start-cast.ts';
import type { RunReport } from './report.ts';
import { watchResources } from './resources.ts';
import { hasManyFaults, type Schedule } from './schedule/fault.ts';
import { settle } from './settle.ts';
import { createPopulation, type Population } from './story/population.ts';
import { failpointSocket, makeWorld, type World } from './world.ts';

export type RunOptions = Surroundings & {
  /** Issues to file at least. */
  issues: number;
  /** Issues are filed for all the time that there is for faults. */
  soak: boolean;
  /** How long faults may go on; what has not come by then does not come. */
  faultsMs: number;
  /** How long everything may take to come to its end afterwards. */
  settleMs: number;
};

/** Issues with an agent at work, or waiting, at once. */
const AT_ONCE = 6;
const LOOK_EVERY_MS = 500;
/** About so many faults come while one issue is worked on. */
const FAULTS_AN_ISSUE = 5;
/** When nothing moves for so long, the next fault comes all the same. */
const STILL_MS = 20_000;
const DRAIN_MS = 30_000;

/** One run: commander as separate processes, people with issues, everything that the schedule has go wrong, and the check. */
export function runSchedule(schedule: Schedule, options: RunOptions): Promise<RunReport> {
  return onGround(options, async (ground) => {
    const world = await makeWorld(ground);
    const population = createPopulation(world, schedule.seed);
    const watching = watchMarkers(world.github);
    ground.stack.defer('the watch over markers', () => watching.stop());
    const mischief = new Mischief(schedule, { ground, world, population });
    const socket = failpointSocket(ground.directory);
    ground.stack.defer('the failpoints', await serveFailpoints(socket, (hit) => mischief.decide(hit)));
    const cast = await startCast(ground, world.envOf);
    const resources = watchResources(cast, world.redis.client);
    ground.stack.defer('the watch over resources', () => resources.stop());
    const times = await play({ ground, world, population, mischief, cast }, { ...options, schedule });
    const issues = await Promise.all(population.stories.map((story) => seeIssue(world, story)));
    const violations = checkWorld({
      issues,
      markers: watching.markers,
      deadWrites: await seeDeadWrites(world),
      archived: population.stories.flatMap(({ touched, names }) =>
        touched.includes('archive') ? names : [],
      ),
      leftovers: await findLeftovers(world, ground.directory),
      recordsLost: mischief.lostRecords,
      undisturbed: mischief.injected === 0,
    });
    if (options.logs !== null)
      await writeIssues(join(options.logs, 'issues.json'), { issues, store: world.store });
    const restarts = Object.fromEntries([...cast].map(([name, kept]) => [name, kept.starts() - 1]));
    return {
      ...summarise({ schedule, mischief, issues, violations }),
      ...times,
      restarts,
      resources: resources.seen(),
    };
  });
}

type Times = Pick<RunReport, 'secondsOfFaults' | 'secondsToSettle' | 'secondsToDrain'>;

/** From the first issue until every process has ended. */
async function play(
  stage: Stage & { world: World; cast: Cast },
  { schedule, ...options }: RunOptions & { schedule: Schedule },
): Promise<Times> {
  const { cast, mischief } = stage;
  mischief.begin(cast);
  const began = performance.now();
  await untilFaultsAreOver(stage, { ...options, schedule });
  await mischief.end();
  const faultsEnded = performance.now();
  await settle({ ...stage, settleMs: options.settleMs });
  const secondsToSettle = seconds(performance.now() - faultsEnded);
  return {
    secondsOfFaults: seconds(faultsEnded - began),
    secondsToSettle,
    secondsToDrain: await drain(cast),
  };
}

type Result = {
  schedule: Schedule;
  mischief: Mischief;
  issues: readonly IssueSeen[];
  violations: Violation[];
};

function summarise({ schedule, mischief, issues, violations }: Result) {
  const { injected, missed, counts, neverHit } = mischief;
  return {
    ok: violations.length === 0,
    schedule,
    injected,
    missed,
    issues: issues.length,
    outcomes: countBy(issues.map(({ tasks: [root] }) => root?.status ?? 'no record')),
    violations,
    failpoints: Object.fromEntries(counts),
    neverHit,
  };
}

type Stage = { ground: Ground; population: Population; mischief: Mischief };

/** Files issue after issue, until there were enough of them, all faults have come, and of many every failpoint was hit. */
async function untilFaultsAreOver(
  { ground, population, mischief }: Stage,
  { schedule, ...options }: RunOptions & { schedule: Schedule },
): Promise<void> {
  const { signal, say } = ground;
  const deadline = performance.now() + options.faultsMs;
  while (performance.now() < deadline) {
    signal.throwIfAborted();
    const isEnough = population.stories.length >= options.issues && !options.soak;
    const open = await population.open();
    const isOver = isEnough && mischief.left === 0;
    const unhit = isOver ? stillToHit(schedule, mischief) : [];
    // What waits for its failpoint may come as long as somebody is at work.
    if (isOver && unhit.length === 0 && (open.length === 0 || mischief.waiting === 0)) return;
    const isWanted = !isEnough || mischief.left > FAULTS_AN_ISSUE * open.length || unhit.length > 0;
    if (open.length < AT_ONCE && isWanted) say(file(population, unhit));
    await population.act();
    if (mischief.stillMs > STILL_MS) mischief.hurry();
    await delay(LOOK_EVERY_MS, undefined, { signal });
  }
}

function stillToHit(schedule: Schedule, { neverHit }: Mischief): readonly string[] {
  return hasManyFaults(schedule) ? neverHit : [];
}

/** Files the next issue and says which, with what is awaited of it. */
function file(population: Population, unhit: readonly string[]): string {
  const { kind, number, names } = population.file();
  const filed = `issue ${population.stories.length}: ${names[0]}#${number} (${kind})`;
  return unhit.length > 0 ? `${filed}; never hit yet: ${unhit.join(', ')}` : filed;
}

/** Ends every process as a deployment does, all at once. */
async function drain(cast: Cast): Promise<Record<string, number>> {
  const took = [...cast].map(async ([name, kept]) => [name, seconds(await kept.stop(DRAIN_MS))] as const);
  return Object.fromEntries(await Promise.all(took));
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
