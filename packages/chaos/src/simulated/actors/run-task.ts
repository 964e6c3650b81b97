import { failureOperation, isTerminal, ownsSandbox, type Task } from '@opencode-commander/task';
import { perform, type Steps } from '../effect.ts';
import { EffectFailed, Interrupted, Refused, tolerate } from '../refused.ts';
import type { Actor } from './change-task.ts';
import { publish } from './publish.ts';
import { Run, type TaskJob } from './run.ts';
import { openSandbox, superviseAgent } from './supervise-agent.ts';

const MAX_CRASHES = 3;
const ATTEMPTS = 3;
const RETRY_MS = 10_000;

/** What becomes of the job: `lost` leaves it to whoever has it now. */
type JobEnd = { end: 'done' | 'lost' } | { end: 'again'; due: number; attempt: number };

/** One run of a task, from the claim to its outcome or to where it is let go of, and what becomes of its job. */
export function* runJob(actor: Actor, job: TaskJob): Steps {
  const { world } = actor;
  const { tasks } = world.redis;
  const ended = yield* runTask(actor, job);
  if (ended.end === 'lost') return tasks.leaveAll(actor.process.name, world.now);
  const { id } = job;
  if (ended.end === 'again')
    return yield* perform('redis', `put the job of ${id} back`, () => tasks.putBack(job, ended));
  yield* perform('redis', `finish the job of ${id}`, () => tasks.complete(job));
  if (world.redis.records.get(id)?.status !== 'queued') return;
  // Whoever queued the task while its job still was under way found it there and added none.
  yield* perform('redis', `enqueue ${id} again`, () => {
    if (world.redis.records.get(id)?.status === 'queued') tasks.add(id, { taskId: id });
  });
}

function* runTask(actor: Actor, job: TaskJob): Steps<JobEnd> {
  const { world } = actor;
  let run: Run | null = null;
  try {
    run = yield* claim(actor, job);
    if (run === null) return { end: 'done' };
    if (world.rules.poison && job.crashes >= MAX_CRASHES) return yield* fail(run, 'crash');
    const container = yield* openSandbox(run);
    yield* run.become('running');
    const outcome = yield* superviseAgent(run, container);
    if (outcome === 'failed') return yield* fail(run, 'agent');
    if (outcome === 'done') yield* publish(run);
    if (outcome === 'done') yield* removeContainer(run);
    return { end: 'done' };
  } catch (error) {
    tolerate(error);
    return yield* conclude(run, job, error);
  }
}

function* claim(actor: Actor, job: TaskJob): Steps<Run | null> {
  const { world, process } = actor;
  const { taskId: id } = job.data;
  const found = yield* perform('redis', `read ${id}`, () => world.redis.records.get(id));
  if (found === null || isTerminal(found.status) || found.status === 'waiting_human') return null;
  const run = new Run(actor, job, found);
  // Who still is marked as running belongs to a dispatcher that died; the claim fences it out.
  if (found.status !== 'queued') yield* run.write('queued');
  const at = run.now();
  const { host } = process;
  const claimed = yield* run.do('redis', 'claim', () =>
    world.change({ id, epoch: null, to: 'dispatched', at, patch: { host } }),
  );
  if (claimed.status !== 'changed') throw new Refused(claimed.status);
  run.task = claimed.task;
  yield* run.enqueue({ kind: 'status', taskId: id });
  return run;
}

/** Ends a run that was cut off: what the store refused or the lock forbids is somebody else's; anything else is tried again. */
function* conclude(run: Run | null, job: TaskJob, error: unknown): Steps<JobEnd> {
  if (run === null) return error instanceof EffectFailed ? { end: 'lost' } : { end: 'done' };
  try {
    if (error instanceof Interrupted) return yield* yieldContainer(run, 'lost');
    if (error instanceof Refused) return yield* yieldContainer(run, 'done');
    if (job.attempt >= ATTEMPTS) return yield* fail(run, 'github');
    yield* run.become('queued', { attempts: run.task.attempts + 1, containerId: null, sessionId: null });
    yield* removeContainer(run);
    return { end: 'again', due: run.world.now + RETRY_MS * 2 ** job.attempt, attempt: job.attempt + 1 };
  } catch (second) {
    tolerate(second);
    return { end: 'lost' };
  }
}

function* fail(run: Run, kind: 'agent' | 'crash' | 'github'): Steps<JobEnd> {
  const failure = { kind, message: kind };
  const asked = { question: null, answer: null };
  yield* run.write(null, { failure, ...asked, containerId: null, sessionId: null });
  yield* run.comment(failureOperation(run.task), kind);
  yield* run.become('failed', { failure });
  yield* removeContainer(run);
  return { end: 'done' };
}

/** What cannot be removed is the reaper's. */
function* removeContainer({ containerId, actor }: Run): Steps {
  if (containerId === null) return;
  try {
    yield* perform('podman', `remove ${containerId}`, () => actor.world.containers.remove(containerId));
  } catch (error) {
    tolerate(error);
  }
}

/** Leaves the container to whoever has the task now, or removes it. */
function* yieldContainer(run: Run, end: 'lost' | 'done'): Steps<JobEnd> {
  const { containerId: id, task, world } = run;
  if (id === null) return { end };
  const record = yield* perform('redis', `read ${task.id}`, () => world.redis.records.get(task.id));
  if (!owns(record, { id, epoch: task.epoch })) yield* removeContainer(run);
  return { end };
}

function owns(record: Task | null, container: { id: string; epoch: number }): boolean {
  return ownsSandbox(record, container);
}
