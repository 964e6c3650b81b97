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
  const { seed, schedules, first = 0, onProgress, rules = ALL_PROTECTIONS } = options;
  for (let played = 0; played < schedules; played += 1) {
    if (played > 0 && played % PROGRESS_EVERY === 0) onProgress?.(played);
    const schedule = drawSchedule(seedOf(seed, first + played));
    const broken = play({ schedule, rules });
    if (broken === null) continue;
    return { seed, played: played + 1, failure: explain({ schedule, rules, number: first + played }) };
  }
  return { seed, played: schedules, failure: null };
}

function explain({ schedule, rules, number }: { schedule: Schedule; rules: Protections; number: number }) {
  const shortest = shrink(schedule, rules);
  const trail: string[] = [];
  const broken = play({ schedule: shortest, rules, trace: (line) => trail.push(line) });
  return { schedule: number, rule: broken?.rule ?? '', message: broken?.message ?? '', shortest, trail };
}
