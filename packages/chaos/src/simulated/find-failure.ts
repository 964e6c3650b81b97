import { play } from './play.ts';
import type { Protections } from './protections.ts';
import { seedOf } from './seed-of.ts';
import { drawSchedule, type SimulatedSchedule } from './simulated-schedule.ts';

/** Every so many of the schedules of a seed. */
export type Share = { seed: number; first: number; end: number; every: number; rules: Protections };

export type Found = {
  /** Schedules that were played. */
  played: number;
  /** How often each kind of fault came, and each thing that people do. */
  happened: Readonly<Record<string, number>>;
  /** The number of the first that breaks a promise, and the promise; null when none does. */
  failure: { schedule: number; rule: string } | null;
};

/** What a process says of its share: how many it has played, and how it ended. */
export type Said = { played: number } | { ended: Found };

const PROGRESS_EVERY = 1_000;

/** Plays a share, up to the first schedule that breaks a promise. */
export function findFailure(share: Share, onProgress?: (played: number) => void): Found {
  const { seed, first, end, every, rules } = share;
  const happened: Record<string, number> = {};
  let played = 0;
  for (let number = first; number < end; number += every) {
    const schedule = drawSchedule(seedOf(seed, number));
    const broken = play({ schedule, rules });
    count(schedule, happened);
    played += 1;
    if (broken !== null) return { played, happened, failure: { schedule: number, rule: broken.rule } };
    if (played % PROGRESS_EVERY === 0) onProgress?.(played);
  }
  return { played, happened, failure: null };
}

function count({ happenings }: SimulatedSchedule, happened: Record<string, number>): void {
  for (const each of happenings) {
    const what = each.kind === 'person' ? each.act : each.kind;
    happened[what] = (happened[what] ?? 0) + 1;
  }
}
