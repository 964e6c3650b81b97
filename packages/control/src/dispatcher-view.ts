import type { SeenDispatcher } from '@opencode-commander/queue';
import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import { withoutSucceeded } from './without-succeeded.ts';

/** A dispatcher as people and programs outside see it. */
export const dispatcherViewSchema = z.object({
  host: z.string(),
  pid: z.number().int(),
  started_at: z.string(),
  last_seen: z.string(),
  alive: z.boolean(),
  slots: z.number().int().describe('How many tasks it runs at once'),
  running: z.array(taskIdSchema),
  refuses: z.string().nullable().describe('Why it takes no new tasks; what runs goes on'),
});
export type DispatcherView = z.infer<typeof dispatcherViewSchema>;

/** All of them, the ones last seen first, without those that died and have a successor on their host. */
export function dispatcherViews(seen: readonly SeenDispatcher[], now: Date): DispatcherView[] {
  // Not by its machine, whose id a reboot changes.
  const isSame = (one: SeenDispatcher, other: SeenDispatcher) => one.host === other.host;
  return withoutSucceeded(seen, { isSame, now }).map((each) => dispatcherView(each, now));
}

function dispatcherView(seen: SeenDispatcher, now: Date): DispatcherView {
  const { host, pid, startedAt, alive, slots, running, refuses, seenMsAgo } = seen;
  const lastSeen = new Date(now.getTime() - seenMsAgo).toISOString();
  return { host, pid, started_at: startedAt, last_seen: lastSeen, alive, slots, running, refuses };
}

/** How many tasks all that live run, and may run at once. */
export function slotsOf(seen: readonly SeenDispatcher[]): { used: number; total: number } {
  const alive = seen.filter((each) => each.alive);
  return {
    used: alive.reduce((sum, { running }) => sum + running.length, 0),
    total: alive.reduce((sum, { slots }) => sum + slots, 0),
  };
}

/** Why no new task begins anywhere; null when some dispatcher takes them. */
export function whyHeld(
  dispatchers: readonly Pick<SeenDispatcher, 'host' | 'alive' | 'refuses'>[],
): string | null {
  const alive = dispatchers.filter((each) => each.alive);
  if (alive.length === 0) return 'no dispatcher is alive: start one with commander up';
  if (alive.some(({ refuses }) => refuses === null)) return null;
  const reasons = alive.map(({ host, refuses }) => `${host}: ${refuses}`);
  return `no dispatcher takes new tasks at present: ${reasons.join('; ')}`;
}
