import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Found, Said, Share } from './find-failure.ts';
import { play } from './play.ts';
import { ALL_PROTECTIONS, type Protections } from './protections.ts';
import { seedOf } from './seed-of.ts';
import { shortenSchedule } from './shorten-schedule.ts';
import { drawSchedule, type SimulatedSchedule } from './simulated-schedule.ts';

export type SimulatedOptions = {
  seed: number;
  /** How many schedules are played. */
  schedules: number;
  /** The first one's number, 0 unless given: a failing one is replayed alone. */
  first?: number;
  /** Processes that share the schedules, one per core unless given. */
  processes?: number;
  /** Hears how many have been played, about every thousand. */
  onProgress?: (played: number) => void;
  /** All unless given. */
  rules?: Protections;
};

/** The shortest found schedule that breaks a promise. */
type SimulatedFailure = {
  /** Its number: with the same seed, played alone, it fails again. */
  schedule: number;
  rule: string;
  message: string;
  shortest: SimulatedSchedule;
  /** Every step of it. */
  trail: readonly string[];
};

export type SimulatedReport = Pick<Found, 'played' | 'happened'> & {
  seed: number;
  /** Null when every promise held. */
  failure: SimulatedFailure | null;
};

const PLAYER = fileURLToPath(new URL('player/main.ts', import.meta.url));

/** Plays random schedules of faults on a simulated clock; each process stops at the first that breaks a promise. */
export async function runSimulated(options: SimulatedOptions): Promise<SimulatedReport> {
  const { seed, schedules, first = 0, rules = ALL_PROTECTIONS } = options;
  const every = Math.min(options.processes ?? availableParallelism(), schedules);
  const played = new Map<number, number>();
  const stop = new AbortController();
  const shares = Array.from({ length: every }, (_, index) => {
    const share = { seed, first: first + index, end: first + schedules, every, rules };
    const onProgress = (count: number) => {
      played.set(index, count);
      options.onProgress?.(sum([...played.values()]));
    };
    return playShare({ share, onProgress, stop });
  });
  const found = await Promise.all(shares);
  const failed = found.flatMap(({ failure }) => (failure === null ? [] : [failure.schedule]));
  const failure = failed.length === 0 ? null : explain(Math.min(...failed), seed, rules);
  return { seed, played: sum(found.map((each) => each.played)), happened: total(found), failure };
}

type Playing = { share: Share; onProgress: (played: number) => void; stop: AbortController };

/** In a process of its own: all the work is to compute. The first failure stops all. */
function playShare({ share, onProgress, stop }: Playing): Promise<Found> {
  const { signal } = stop;
  // It needs nothing of the environment, and leaves what tsx keeps where everybody's is.
  const execArgv = ['--import', import.meta.resolve('tsx')];
  const player = fork(PLAYER, { execArgv, env: {}, signal });
  player.send(share);
  let known: Found = { played: 0, happened: {}, failure: null };
  let isOver = false;
  return new Promise((resolve, reject) => {
    player.on('message', (said: Said) => {
      if ('played' in said) {
        known.played = said.played;
        onProgress(said.played);
        return;
      }
      known = said.ended;
      isOver = true;
      if (known.failure !== null) stop.abort();
    });
    player.on('error', (error) => signal.aborted || reject(error));
    // Not before it is gone: whoever called leaves nothing behind.
    player.on('exit', (code) => {
      if (isOver || signal.aborted) resolve(known);
      else reject(new Error(`playing schedules ended with ${code}: see its output`));
    });
  });
}

/** Plays the failing one alone again, as short as it still fails. */
function explain(schedule: number, seed: number, rules: Protections): SimulatedFailure {
  const shortest = shortenSchedule(drawSchedule(seedOf(seed, schedule)), rules);
  const trail: string[] = [];
  const broken = play({ schedule: shortest, rules, trace: (line) => trail.push(line) });
  return { schedule, rule: broken?.rule ?? '', message: broken?.message ?? '', shortest, trail };
}

function total(found: readonly Found[]): Record<string, number> {
  const happened: Record<string, number> = {};
  for (const each of found)
    for (const [what, count] of Object.entries(each.happened)) happened[what] = (happened[what] ?? 0) + count;
  return happened;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
