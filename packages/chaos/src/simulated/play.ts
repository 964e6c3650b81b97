import type { Actor } from './actors/change-task.ts';
import { houseStory, slotStory } from './actors/dispatcher.ts';
import { outboxStory } from './actors/outbox.ts';
import { pollerStory } from './actors/poller.ts';
import { PromiseBroken } from './audit.ts';
import { Interfering } from './interfere.ts';
import { answerQuestions } from './people.ts';
import type { Protections } from './protections.ts';
import { advance, type Interference } from './scheduler.ts';
import { checkOutcomes, whyUnsettled } from './settling.ts';
import { SimulatedProcess, type Thread } from './simulated-process.ts';
import type { SimulatedSchedule } from './simulated-schedule.ts';
import { World } from './world.ts';

/** How long the world has to come to rest once nothing goes wrong any more, in ms. */
const SETTLE_MS = 45 * 60_000;
/** Two clocks that people have set may put a deadline off by so much. */
const SKEW_MS = 2 * 3_600_000;
const PATIENCE_MS = 20_000;
/** After so many of those somebody answers again. */
const PATIENT_ROUNDS = 15;
const LOOK_MS = 10_000;

export type Play = { schedule: SimulatedSchedule; rules: Protections; trace?: (line: string) => void };

/** Plays a schedule to its end; what it broke, or null. */
export function play({ schedule, rules, trace }: Play): PromiseBroken | null {
  const world = new World(schedule, rules);
  startProcesses(world);
  const interfering = new Interfering(world);
  const interference = trace === undefined ? interfering : traced(world, interfering, trace);
  try {
    while (!interfering.isOver) advance(world, interference);
    settle(world, interference);
    checkOutcomes(world);
    return null;
  } catch (error) {
    if (error instanceof PromiseBroken) return error;
    throw error;
  }
}

function startProcesses(world: World): void {
  const hostOf = (index: number) => (world.schedule.hosts === 1 ? 'a' : (['a', 'b'][index] ?? 'a'));
  for (const index of [0, 1]) {
    const poller = (process: SimulatedProcess) => {
      const actor: Actor = { world, process };
      return [pollerStory(actor), outboxStory(actor)];
    };
    const dispatcher = (process: SimulatedProcess) => {
      const actor: Actor = { world, process };
      return [slotStory(actor), houseStory(actor)];
    };
    const host = hostOf(index);
    if (index < world.schedule.pollers)
      world.processes.push(new SimulatedProcess({ name: `poller ${index}`, kind: 'poller', host }, poller));
    world.processes.push(
      new SimulatedProcess({ name: `dispatcher ${index}`, kind: 'dispatcher', host }, dispatcher),
    );
  }
  for (const process of world.processes) process.start(0);
}

function settle(world: World, interference: Interference): void {
  let nextAnswers = world.now;
  let nextLook = world.now;
  let rounds = 0;
  // Where there is no time nobody comes: an answer to what is over would have it looked at again.
  const isAnswered = world.schedule.humanMs > SETTLE_MS;
  const until = world.now + SETTLE_MS + (isAnswered ? 0 : SKEW_MS);
  for (;;) {
    advance(world, interference);
    if (isAnswered && world.now >= nextAnswers) {
      rounds += 1;
      answerQuestions(world, rounds % PATIENT_ROUNDS === 0);
      nextAnswers = world.now + PATIENCE_MS;
    }
    if (world.now < nextLook) continue;
    nextLook = world.now + LOOK_MS;
    const why = whyUnsettled(world);
    if (why === null) return;
    if (world.now > until) throw new PromiseBroken('nothing stuck', why);
  }
}

function traced(world: World, inner: Interference, trace: (line: string) => void): Interference {
  const said = ({ process, effect }: Thread) =>
    trace(`${(world.now / 1000).toFixed(2).padStart(8)} ${world.step} ${process.name}: ${effect?.name}`);
  return {
    before: (thread) => {
      said(thread);
      const goes = inner.before(thread);
      if (!goes) trace('         … died before that');
      return goes;
    },
    after: (thread) => {
      inner.after(thread);
      if (!thread.process.alive) trace('         … died after that');
      else if (thread.error !== null) trace(`         … ${thread.error.message}`);
    },
  };
}
