import { setTimeout as delay } from 'node:timers/promises';
import type { Cast } from '../processes/start-cast.ts';
import type { Fault, FaultKind } from '../schedule/fault.ts';
import type { Story } from '../story/story.ts';
import type { World } from '../world.ts';

/** What faults are made in. */
export type FaultSite = {
  world: World;
  cast: Cast;
  /** The issues that have no ending yet. */
  open: () => Promise<Story[]>;
  stories: readonly Story[];
  /** Aborted when everything is to be right again. */
  signal: AbortSignal;
};

export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;

/** Breaks something for so long, or until the run ends; it is healed in every case. */
export async function forAWhile(
  { signal }: FaultSite,
  ms: number,
  { begin, heal }: { begin: () => Promise<void> | void; heal: () => Promise<void> | void },
): Promise<true> {
  try {
    await begin();
    await delay(ms, undefined, { signal }).catch(() => undefined);
  } finally {
    await heal();
  }
  return true;
}

/** The nth of some, counted around; null of none. */
export function nthOf<T>(items: readonly T[], nth: number): T | null {
  return items[nth % Math.max(1, items.length)] ?? null;
}
