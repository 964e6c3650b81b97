import { ownsSandbox } from '@opencode-commander/task';
import { perform, type Steps, sleep } from '../effect.ts';
import type { Container } from '../model/simulated-host.ts';
import { tolerate } from '../refused.ts';
import { SLEEPS } from '../world.ts';
import type { Actor } from './change-task.ts';
import { runJob } from './run-task.ts';

const IDLE_MS = 60_000;
const HOUSE_MS = 30_000;

/** A dispatcher's slot: takes a task, runs it, takes the next. */
export function* slotStory(actor: Actor): Steps {
  const { world, process } = actor;
  const { tasks } = world.redis;
  for (;;) {
    if (tasks.peek(world.now) === null) {
      yield* sleep(Math.min(IDLE_MS, tasks.nextDue() - world.now), SLEEPS.work);
      continue;
    }
    try {
      const job = yield* perform('redis', 'take a job', () => tasks.take(process.name, world.now));
      if (job !== null) yield* runJob(actor, job);
    } catch (error) {
      tolerate(error);
      tasks.leaveAll(process.name, world.now);
      yield* sleep(1_000);
    }
  }
}

/** Finds jobs whose worker died, and removes the containers of this host that no task owns. */
export function* houseStory(actor: Actor): Steps {
  yield* sleep(actor.world.random.below(5_000));
  for (;;) {
    try {
      yield* returnStalled(actor);
      yield* reap(actor);
    } catch (error) {
      tolerate(error);
    }
    yield* sleep(HOUSE_MS);
  }
}

function* returnStalled({ world }: Actor): Steps {
  const queues = [world.redis.tasks, world.redis.outbox];
  if (!queues.some((queue) => queue.hasStalled(world.now))) return;
  yield* perform('redis', 'return stalled jobs', () => {
    for (const queue of queues) queue.checkStalled(world.now);
  });
}

function* reap({ world, process }: Actor): Steps {
  const isOwned = (container: Container) => ownsSandbox(world.redis.records.get(container.taskId), container);
  // What finds nothing to do is no step: whatever goes wrong there goes wrong elsewhere too.
  if (!world.rules.reaping || world.containers.on(process.host).every(isOwned)) return;
  // The records are read after the containers were listed: a run claimed in between has a record that says so.
  const found = yield* perform('podman', 'list containers', () => world.containers.on(process.host));
  for (const container of found) {
    const record = yield* perform('redis', `read ${container.taskId}`, () =>
      world.redis.records.get(container.taskId),
    );
    if (!ownsSandbox(record, container))
      yield* perform('podman', `reap ${container.id}`, () => world.containers.remove(container.id));
  }
}
