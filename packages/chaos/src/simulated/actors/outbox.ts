import { labelChanges, statusLabel } from '@opencode-commander/task';
import { EffectFailed, perform, type Steps, sleep } from '../effect.ts';
import type { Job } from '../model/job-queue.ts';
import type { OutboxWrite } from '../model/simulated-redis.ts';
import { Interrupted, tolerate } from '../refused.ts';
import type { Actor } from './change-task.ts';

const IDLE_MS = 5_000;
const RETRY_MS = 5_000;

/** Carries out what waits for GitHub, one write at a time over all processes. */
export function* outboxStory(actor: Actor): Steps {
  const { world, process } = actor;
  const { outbox } = world.redis;
  for (;;) {
    if (outbox.peek(world.now) === null) {
      yield* sleep(IDLE_MS, 'wait for writes');
      continue;
    }
    try {
      const job = yield* perform('redis', 'take a write', () => outbox.take(process.name, world.now));
      if (job !== null) yield* work(actor, job);
    } catch (error) {
      tolerate(error);
      outbox.leaveAll(process.name, world.now);
      yield* sleep(1_000);
    }
  }
}

function* work(actor: Actor, job: Job<OutboxWrite>): Steps {
  const { world } = actor;
  const { outbox } = world.redis;
  try {
    yield* carryOut(actor, job);
  } catch (error) {
    if (!(error instanceof EffectFailed)) throw error;
    const due = world.now + RETRY_MS;
    return yield* perform('redis', `put ${job.id} back`, () =>
      outbox.putBack(job, { due, attempt: job.attempt + 1 }),
    );
  }
  yield* perform('redis', `finish ${job.id}`, () => outbox.complete(job));
}

function* carryOut(actor: Actor, job: Job<OutboxWrite>): Steps {
  if (job.data.kind === 'comment') {
    const { number, marker, body } = job.data;
    return yield* upsert(actor, job, { number, marker, body });
  }
  const { github, redis } = actor.world;
  const { taskId } = job.data;
  const task = yield* perform('redis', `read ${taskId}`, () => redis.records.get(taskId));
  if (task === null) return;
  const { number } = task.source;
  const marker = { task: taskId, epoch: task.epoch, operation: 'status' };
  yield* upsert(actor, job, { number, marker, body: `${task.status} ${task.failure?.message ?? ''}` });
  // The labels come last: where they are right, so is the comment.
  const issue = yield* perform('github', `read the labels of #${number}`, () => github.issues.get(number));
  throwIfInterrupted(actor, job);
  const { add, remove } = labelChanges(issue?.shown ? [issue.shown] : [], task);
  if (issue !== undefined && add.length + remove.length > 0)
    yield* perform('github', `label #${number} ${add}`, () =>
      github.changeIssue(number, () => ({ shown: statusLabel(task) })),
    );
}

type Comment = Omit<Extract<OutboxWrite, { kind: 'comment' }>, 'kind'>;

/** Looks first: the reply to an earlier try may have been lost. */
function* upsert(actor: Actor, job: Job<OutboxWrite>, { number, marker, body }: Comment): Steps {
  const { github, rules } = actor.world;
  const about = `${marker.task} ${marker.operation}`;
  throwIfInterrupted(actor, job);
  const there = rules.lookFirst
    ? yield* perform('github', `look for ${about}`, () => github.find(number, marker))
    : null;
  throwIfInterrupted(actor, job);
  if (there === null) yield* perform('github', `comment ${about}`, () => github.write(number, marker, body));
  else if (there.body !== body)
    yield* perform('github', `edit ${about}`, () => github.edit(number, there.id, body));
}

function throwIfInterrupted({ world }: Actor, { token }: Job<OutboxWrite>): void {
  if (world.redis.outbox.isInterrupted(token, world.now, world.rules.lease)) throw new Interrupted();
}
