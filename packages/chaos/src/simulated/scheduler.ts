import { EffectFailed } from './refused.ts';
import type { Thread } from './simulated-process.ts';
import type { World } from './world.ts';

/** What may come between two steps. */
export type Interference = {
  /** Before an effect; false when it does not happen any more. */
  before(thread: Thread): boolean;
  after(thread: Thread): void;
};

/** Does the next thing that is due anywhere, and sets the clock to it. */
export function advance(world: World, interference: Interference): void {
  const thread = nextThread(world);
  const [alarm] = world.alarms;
  if (alarm !== undefined && (thread === null || alarm.at <= dueOf(thread))) {
    ring(world, alarm);
    return;
  }
  if (thread === null) return;
  world.now = Math.max(world.now, dueOf(thread));
  if (thread.effect === null) resume(world, thread);
  else if (thread.effect.on === 'clock') thread.effect = null;
  else take(world, thread, interference);
}

function take(world: World, thread: Thread, interference: Interference): void {
  world.step += 1;
  if (!interference.before(thread)) return;
  happen(world, thread);
  interference.after(thread);
}

function ring(world: World, { at, act }: World['alarms'][number]): void {
  world.alarms.shift();
  world.now = Math.max(world.now, at);
  act();
}

function nextThread({ processes }: World): Thread | null {
  let next: Thread | null = null;
  let soonest = Number.POSITIVE_INFINITY;
  for (const { threads } of processes)
    for (const thread of threads) {
      const due = dueOf(thread);
      if (due >= soonest) continue;
      next = thread;
      soonest = due;
    }
  return next;
}

/** What was sent happens although its sender is frozen; it hears of that when it goes on. */
function dueOf({ at, effect, process }: Thread): number {
  return effect !== null && effect.on !== 'clock' ? at : Math.max(at, process.frozenUntil);
}

function happen(world: World, thread: Thread): void {
  const { effect } = thread;
  if (effect === null) return;
  const isDown =
    (effect.on === 'github' && world.githubDownUntil > world.now) ||
    (effect.on === 'redis' && world.redisDownUntil > world.now);
  if (isDown) thread.error = new EffectFailed(effect.name);
  else effect.act();
  thread.at = world.now + latency(world, effect.ms);
  thread.effect = null;
}

function resume(world: World, thread: Thread): void {
  const { error, steps, process } = thread;
  thread.error = null;
  const result = error === null ? steps.next() : steps.throw(error);
  if (result.done) {
    process.threads = process.threads.filter((each) => each !== thread);
    return;
  }
  thread.effect = result.value;
  thread.at = world.now + (result.value.on === 'clock' ? result.value.ms : latency(world, result.value.ms));
}

/** Half to one and a half of what is usual. */
function latency({ random }: World, ms: number): number {
  return ms * (0.5 + random.next()) * 0.5;
}
