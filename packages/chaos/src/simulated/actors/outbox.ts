import { labelChanges, statusLabel, WRITE_OPERATIONS } from '@opencode-commander/task';
import { perform, type Steps, sleep } from '../effect.ts';
import type { Job } from '../model/job-queue.ts';
import { sign } from '../model/signed.ts';
import { findComment, type Thing } from '../model/simulated-github.ts';
import type { OutboxWrite } from '../model/simulated-redis.ts';
import { EffectFailed, Interrupted, tolerate } from '../refused.ts';
import { SLEEPS } from '../world.ts';
import type { Actor } from './change-task.ts';

const IDLE_MS = 60_000;
const RETRY_MS = 5_000;
/** Writes are spaced as GitHub asks for. */
const SPACE_MS = 1_000;

/** Carries out what waits for GitHub, one write at a time over all processes. */
export function* outboxStory(actor: Actor): Steps {
  const { world, process } = actor;
  const { outbox } = world.redis;
  for (;;) {
    if (outbox.peek(world.now) === null) {
      yield* sleep(Math.min(IDLE_MS, outbox.nextDue() - world.now), SLEEPS.writes);
      continue;
    }
    try {
      yield* sleep(SPACE_MS);
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
    yield* upsert(actor, job, job.data);
    return;
  }
  const { github, redis } = actor.world;
  const { taskId } = job.data;
  const task = yield* perform('redis', `read ${taskId}`, () => redis.records.get(taskId));
  if (task === null) return;
  const { number } = task.source;
  const marker = sign(task, WRITE_OPERATIONS.status);
  const seen = yield* upsert(actor, job, {
    number,
    marker,
    body: `${task.status} ${task.failure?.message ?? ''}`,
  });
  throwIfInterrupted(actor, job);
  // The labels come last: where they are right, so is the comment.
  const { add, remove } = labelChanges(
    seen !== null && 'shown' in seen && seen.shown ? [seen.shown] : [],
    task,
  );
  if (add.length + remove.length > 0)
    yield* perform('github', `label #${number} ${add}`, () =>
      github.changeIssue(number, () => ({ shown: statusLabel(task) })),
    );
}

type Comment = Omit<Extract<OutboxWrite, { kind: 'comment' }>, 'kind'>;

/** Looks first: the reply to an earlier try may have been lost. Resolves to what it saw. */
function* upsert(
  actor: Actor,
  job: Job<OutboxWrite>,
  { number, marker, body, once = false }: Comment,
): Steps<Thing | null> {
  const { github, rules } = actor.world;
  const about = `${marker.task} ${marker.operation}`;
  throwIfInterrupted(actor, job);
  const seen = rules.lookFirst
    ? yield* perform('github', `look for ${about}`, () => github.thing(number))
    : null;
  throwIfInterrupted(actor, job);
  const there = seen && findComment(seen, marker);
  if (there === null) yield* perform('github', `comment ${about}`, () => github.write(number, marker, body));
  else if (!once && (there.body !== body || there.ours?.memo?.revision !== marker.memo?.revision))
    yield* perform('github', `edit ${about}`, () => github.edit(number, there.id, { ours: marker, body }));
  return seen;
}

function throwIfInterrupted({ world }: Actor, { token }: Job<OutboxWrite>): void {
  if (world.redis.outbox.isInterrupted(token, world.now, world.rules.lease)) throw new Interrupted();
}
