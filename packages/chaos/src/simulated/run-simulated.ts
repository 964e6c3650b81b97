import { play } from './play.ts';
import { ALL_PROTECTIONS, type Protections } from './protections.ts';
import { seedOf } from './random.ts';
import { drawSchedule, type Schedule } from './schedule.ts';
import { shrink } from './shrink.ts';

export type SimulatedOptions = {
  seed: number;
  /** How many schedules are played. */
  schedules: number;
  /** The first one's number, 0 unless given: a failing one is replayed alone. */
  first?: number;
  /** Hears how many have been played, every thousand. */
  onProgress?: (played: number) => void;
  /** All unless given. */
  rules?: Protections;
};

/** The shortest found schedule that breaks a promise. */
export type SimulatedFailure = {
  /** Its number: with the same seed, played alone, it fails again. */
  schedule: number;
  rule: string;
  message: string;
  shortest: Schedule;
  /** Every step of it. */
  trail: readonly string[];
};

export type SimulatedReport = {
  seed: number;
  /** Schedules that were played. */
  played: number;
  /** Null when every promise held. */
  failure: SimulatedFailure | null;
};

const PROGRESS_EVERY = 1_000;

/** Plays random schedules of faults on a simulated clock, up to the first that breaks a promise. */
export function runSimulated(options: SimulatedOptions): SimulatedReport {
  const { seed, schedules, first = 0, rules = ALL_PROTECTIONS } = options;
  const found = findFailure(options);
  if (found === null) return { seed, played: schedules, failure: null };
  const played = found.schedule - first + 1;
  return { seed, played, failure: { schedule: found.schedule, ...explain(found, seed, rules) } };
}

/** The first schedule that breaks a promise, as it was drawn; null when none does. */
export function findFailure(options: SimulatedOptions): { schedule: number; rule: string } | null {
  const { seed, schedules, first = 0, onProgress, rules = ALL_PROTECTIONS } = options;
  for (let played = 0; played < schedules; played += 1) {
    if (played > 0 && played % PROGRESS_EVERY === 0) onProgress?.(played);
    const schedule = first + played;
    const broken = play({ schedule: drawSchedule(seedOf(seed, schedule)), rules });
    if (broken !== null) return { schedule, rule: broken.rule };
  }
  return null;
}

function explain({ schedule }: { schedule: number }, seed: number, rules: Protections) {
  const shortest = shrink(drawSchedule(seedOf(seed, schedule)), rules);
  const trail: string[] = [];
  const broken = play({ schedule: shortest, rules, trace: (line) => trail.push(line) });
  return { rule: broken?.rule ?? '', message: broken?.message ?? '', shortest, trail };
}
