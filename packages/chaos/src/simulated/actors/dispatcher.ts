import { ownsSandbox } from '@opencode-commander/task';
import { perform, type Steps, sleep } from '../effect.ts';
import { tolerate } from '../refused.ts';
import type { Actor } from './change-task.ts';
import { runJob } from './run-task.ts';

const IDLE_MS = 5_000;
const HOUSE_MS = 30_000;

/** A dispatcher's slot: takes a task, runs it, takes the next. */
export function* slotStory(actor: Actor): Steps {
  const { world, process } = actor;
  const { tasks } = world.redis;
  for (;;) {
    if (tasks.peek(world.now) === null) {
      yield* sleep(IDLE_MS, 'wait for work');
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
  const { redis } = actor.world;
  yield* sleep(actor.world.random.below(5_000));
  for (;;) {
    try {
      yield* perform('redis', 'look for stalled jobs', () => {
        redis.tasks.checkStalled(actor.world.now);
        redis.outbox.checkStalled(actor.world.now);
      });
      yield* reap(actor);
    } catch (error) {
      tolerate(error);
    }
    yield* sleep(HOUSE_MS);
  }
}

function* reap({ world, process }: Actor): Steps {
  const listed = world.containers.on(process.host);
  if (listed.length === 0 || !world.rules.reaping) return;
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
