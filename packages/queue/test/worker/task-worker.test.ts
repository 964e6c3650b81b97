import { kill } from 'node:process';
import { Redis } from 'ioredis';
import { describe, expect, test } from 'vitest';
import { createQueues } from '../../src/queues.ts';
import { createTaskStore } from '../../src/store/task-store.ts';
import { changePriority } from '../../src/tasks/change-priority.ts';
import { enqueueAgain, enqueueTask } from '../../src/tasks/enqueue-task.ts';
import { promoteTask } from '../../src/tasks/promote-task.ts';
import { jobIdOf } from '../../src/tasks/task-queues.ts';
import { JobInterrupted } from '../../src/worker/job-lease.ts';
import { PostponeJob } from '../../src/worker/postpone-job.ts';
import { startTaskWorker, type TaskJob, type TaskWorkerOptions } from '../../src/worker/task-worker.ts';
import { startPrefix } from '../a-prefix.ts';
import { startRedis } from '../a-redis.ts';
import { aTask } from '../a-task.ts';
import { aborted, Collected } from '../an-event.ts';
import { untilRenewed } from '../until-renewed.ts';

const task = aTask(1);

/** Queues and a worker on `own`; the worker's errors are collected. */
async function start(
  own: { redis: Redis; redisUrl: string; prefix: string },
  options: Partial<TaskWorkerOptions>,
) {
  const errors = new Collected<Error>();
  const queues = createQueues({ ...own, taskBackoffMs: 1 });
  const worker = await startTaskWorker({
    ...own,
    concurrency: 1,
    onError: (error) => errors.add(error),
    run: async () => undefined,
    ...options,
  });
  return { errors, queues, worker };
}

describe('tries', () => {
  test('a run that throws is tried three times', async () => {
    await using own = startPrefix();
    const seen = new Collected<Pick<TaskJob, 'attempt' | 'attemptsLeft'>>();
    const { queues, worker, errors } = await start(own, {
      run: async ({ taskId, attempt, attemptsLeft }) => {
        expect(taskId).toBe(task.id);
        seen.add({ attempt, attemptsLeft });
        throw new Error('again');
      },
    });
    await enqueueTask(queues, task);
    expect(await seen.until(3)).toEqual([
      { attempt: 1, attemptsLeft: 2 },
      { attempt: 2, attemptsLeft: 1 },
      { attempt: 3, attemptsLeft: 0 },
    ]);
    await worker.stop(1000);
    expect(await queues.tasks.getFailedCount()).toBe(1);
    expect(errors.items).toEqual([]);
    await queues.close();
  });

  test('an error that says so is not tried again', async () => {
    await using own = startPrefix();
    const seen = new Collected<number>();
    const { queues, worker } = await start(own, {
      run: async ({ attempt }) => {
        seen.add(attempt);
        throw Object.assign(new Error('never'), { retryable: false });
      },
    });
    await enqueueTask(queues, task);
    await seen.until(1);
    await worker.stop(1000);
    expect(await queues.tasks.getFailedCount()).toBe(1);
    await queues.close();
  });
});

test('a task that is queued while its job is about to end has another one without a poller', async () => {
  await using own = startPrefix();
  const store = createTaskStore(own);
  const runs = new Collected<number>();
  const at = new Date().toISOString();
  const { queues, worker, errors } = await start(own, {
    run: async ({ taskId: id }) => {
      const { epoch, runs: count } = await store.claim({ id, host: 'here', at, message: 'claimed' });
      runs.add(count);
      if (count > 1) return;
      await store.change({ id, epoch, status: 'running', at });
      await store.change({ id, epoch, status: 'waiting_human', at });
      // The answer comes when the run has looked for the last time, and its job is there still.
      await store.change({ id, epoch, status: 'queued', at });
      await enqueueTask(queues, task);
    },
    onEnded: (id) => enqueueAgain(queues, store, id),
  });
  await store.create(task);
  await enqueueTask(queues, task);
  expect(await runs.until(2)).toEqual([1, 2]);
  await worker.stop(1_000);
  expect(errors.items).toEqual([]);
  await queues.close();
});

describe('PostponeJob', () => {
  test('frees the slot until the time comes, spends no attempt, and says why', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const { queues, worker, errors } = await start(own, {
      run: async ({ taskId, attempt, attemptsLeft }) => {
        runs.add(`${taskId} ${attempt} ${attemptsLeft}`);
        if (taskId === task.id && runs.items.length < 3) {
          throw new PostponeJob(runs.items.length === 1 ? 3_600_000 : 300, 'anthropic is out of quota');
        }
      },
    });
    const job = () => queues.tasks.getJob(`run-${task.id}`);
    await enqueueTask(queues, task);
    await runs.until(1);
    await enqueueTask(queues, aTask(2));
    await runs.until(2);
    expect(await queues.tasks.getDelayedCount()).toBe(1);
    expect((await job())?.progress).toEqual({
      waits_for: 'anthropic is out of quota',
      until: expect.stringMatching(/Z$/),
    });
    expect((await job())?.attemptsMade).toBe(0);
    await enqueueTask(queues, task);
    expect(await promoteTask(queues, task.id)).toBe(true);
    await runs.until(3);
    expect(runs.items).toEqual([`${task.id} 1 2`, `${aTask(2).id} 1 2`, `${task.id} 1 2`]);
    await worker.stop(1_000);
    expect(await promoteTask(queues, task.id)).toBe(false);
    expect(errors.items).toEqual([]);
    await queues.close();
  });

  test('it comes back by itself, at its new priority', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const { queues, worker } = await start(own, {
      run: async ({ taskId }) => {
        runs.add(taskId);
        if (runs.items.length === 1) throw new PostponeJob(200, 'two run already');
      },
    });
    await enqueueTask(queues, task);
    await runs.until(1);
    await changePriority(queues, { ...task, priority: 'critical' });
    expect((await queues.tasks.getJob(`run-${task.id}`))?.priority).toBe(1);
    expect(await runs.until(2)).toEqual([task.id, task.id]);
    await worker.stop(1_000);
    await queues.close();
  });

  test('while the worker stops it goes the way of every other job', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const { queues, worker, errors } = await start(own, {
      run: async ({ taskId, signal }) => {
        runs.add(taskId);
        await aborted(signal);
        throw new PostponeJob(60_000, 'later');
      },
    });
    await enqueueTask(queues, task);
    await runs.until(1);
    await worker.stop(5_000);
    expect(await queues.tasks.getDelayedCount()).toBe(1);
    expect(errors.items).toEqual([]);
    await queues.close();
  });
});

describe('stop', () => {
  test('aborts what runs and gives it to another worker at once, at no cost', async () => {
    await using own = startPrefix();
    const runs = new Collected<TaskJob>();
    const first = await start(own, {
      run: async (job) => {
        runs.add(job);
        await aborted(job.signal);
        job.signal.throwIfAborted();
      },
    });
    await enqueueTask(first.queues, task);
    const [job] = await runs.until(1);
    const reason = aborted(job?.signal as AbortSignal).then(() => job?.signal.reason);
    await first.worker.stop(5_000);
    expect(await reason).toBeInstanceOf(JobInterrupted);
    expect(job?.signal.reason.interruption).toBe('shutdown');

    const again = new Collected<number>();
    const second = await start(own, { run: async ({ attempt }) => again.add(attempt) });
    expect(await again.until(1)).toEqual([1]);
    await second.worker.stop(1_000);
    expect(await first.queues.tasks.getCompletedCount()).toBe(1);
    expect([...first.errors.items, ...second.errors.items]).toEqual([]);
    await first.queues.close();
    await second.queues.close();
  });

  test('an idle worker on the same queue takes over what a stopped one gives back', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const first = await start(own, {
      run: async ({ signal }) => {
        runs.add('first');
        await aborted(signal);
        throw new Error('stopped');
      },
    });
    await enqueueTask(first.queues, task);
    await runs.until(1);
    const second = await start(own, { run: async () => runs.add('second') });
    await first.worker.stop(5_000);
    expect(await runs.until(2)).toEqual(['first', 'second']);
    await second.worker.stop(1_000);
    await first.queues.close();
    await second.queues.close();
  });

  test('a run that ends well while it stops is done', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const { queues, worker } = await start(own, {
      run: async ({ signal }) => {
        runs.add('begun');
        await aborted(signal);
      },
    });
    await enqueueTask(queues, task);
    await runs.until(1);
    await worker.stop(5_000);
    expect(await queues.tasks.getCompletedCount()).toBe(1);
    await queues.close();
  });

  test('does not wait longer than it may; the job is given back all the same', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    let release: () => void = () => undefined;
    const stuck = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { queues, worker, errors } = await start(own, {
      run: async () => {
        runs.add('begun');
        await stuck;
        runs.add('ended');
        throw new Error('too late');
      },
    });
    await enqueueTask(queues, task);
    await runs.until(1);
    await worker.stop(50);
    expect(await queues.tasks.getDelayedCount()).toBe(1);
    expect(await queues.tasks.getActiveCount()).toBe(0);
    release();
    await runs.until(2);
    await new Promise(setImmediate);
    expect(errors.items).toEqual([]);
    await queues.close();
  });

  test('claims nothing more', async () => {
    await using own = startPrefix();
    const runs = new Collected<string>();
    const { queues, worker } = await start(own, { run: async () => runs.add('run') });
    await worker.stop(100);
    await enqueueTask(queues, task);
    expect(await queues.tasks.getPrioritizedCount()).toBe(1);
    expect(runs.items).toEqual([]);
    await queues.close();
  });
});

describe('the lock', () => {
  test('a run whose lock is lost is told, and its end changes nothing', async () => {
    await using own = startPrefix();
    const runs = new Collected<TaskJob>();
    const { queues, worker } = await start(own, {
      lockMs: 1_000,
      run: async (job) => {
        runs.add(job);
        if (runs.items.length === 1) await aborted(job.signal);
      },
    });
    await enqueueTask(queues, task);
    const [job] = await runs.until(1);
    await own.redis.set(`{${own.prefix}}:tasks:run-${task.id}:lock`, 'somebody else', 'PX', 1);
    await aborted(job?.signal as AbortSignal);
    expect(job?.signal.reason.interruption).toBe('lock_lost');
    // The job stalls and is run again; that the first run returned did not complete it.
    const [, second] = await runs.until(2);
    expect(second).toMatchObject({ attempt: 1 });
    await worker.stop(1_000);
    expect(await queues.tasks.getCompletedCount()).toBe(1);
    await queues.close();
  });

  test('a run is told before its lock can have expired while Redis does not answer', async () => {
    await using server = await startRedis();
    const redis = new Redis({ path: server.socket });
    const own = { redis, redisUrl: server.url, prefix: 'frozen' };
    const runs = new Collected<TaskJob>();
    const { queues, worker } = await start(own, {
      lockMs: 1_000,
      run: async (job) => {
        runs.add(job);
        await aborted(job.signal);
      },
    });
    await enqueueTask(queues, task);
    const [job] = await runs.until(1);
    kill(server.pid, 'SIGSTOP');
    const begun = performance.now();
    await aborted(job?.signal as AbortSignal);
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(job?.signal.reason.interruption).toBe('lock_lost');
    kill(server.pid, 'SIGCONT');
    await worker.stop(1_000);
    await queues.close();
    redis.disconnect();
  });

  test('a long run keeps its lock', async () => {
    await using own = startPrefix();
    const runs = new Collected<TaskJob>();
    const { queues, worker, errors } = await start(own, {
      lockMs: 2_000,
      run: async (job) => {
        const lock = `${queues.tasks.toKey(jobIdOf(job.taskId))}:lock`;
        await Promise.race([untilRenewed(own.redis, lock, 2), aborted(job.signal)]);
        job.signal.throwIfAborted();
        runs.add(job);
      },
    });
    await enqueueTask(queues, task);
    expect(await runs.until(1)).toMatchObject([{ attempt: 1 }]);
    await worker.stop(1_000);
    expect(errors.items).toEqual([]);
    await queues.close();
  });
});

test('no more runs than slots at once', async () => {
  await using own = startPrefix();
  const runs = new Collected<string>();
  const { queues, worker } = await start(own, {
    concurrency: 2,
    run: async ({ taskId, signal }) => {
      runs.add(taskId);
      await aborted(signal);
      signal.throwIfAborted();
    },
  });
  for (const number of [1, 2, 3, 4]) await enqueueTask(queues, aTask(number));
  await runs.until(2);
  expect(await queues.tasks.getActiveCount()).toBe(2);
  expect(await queues.tasks.getPrioritizedCount()).toBe(2);
  await worker.stop(1_000);
  expect(runs.items).toHaveLength(2);
  expect(await queues.tasks.getActiveCount()).toBe(0);
  await queues.close();
});

test('so many runs at once as it was told last, and none is interrupted', async () => {
  await using own = startPrefix();
  const runs = new Collected<string>();
  const gates = new Map([1, 2, 3, 4].map((number) => [aTask(number).id, new AbortController()]));
  const { queues, worker, errors } = await start(own, {
    concurrency: 1,
    run: async ({ taskId, signal }) => {
      runs.add(taskId);
      await aborted(gates.get(taskId)?.signal ?? signal);
      signal.throwIfAborted();
    },
  });
  for (const number of [1, 2, 3, 4]) await enqueueTask(queues, aTask(number));
  await runs.until(1);
  worker.resize(3);
  await runs.until(3);
  worker.resize(2);
  gates.get(aTask(1).id)?.abort();
  await expect.poll(() => queues.tasks.getActiveCount()).toBe(2);
  expect(await queues.tasks.getPrioritizedCount()).toBe(1);
  gates.get(aTask(2).id)?.abort();
  expect((await runs.until(4)).at(-1)).toBe(aTask(4).id);
  for (const gate of gates.values()) gate.abort();
  await worker.stop(1_000);
  expect(errors.items).toEqual([]);
  await queues.close();
});

describe('holding', () => {
  test('what runs goes on, nothing else is claimed until it is resumed, and it counts as running meanwhile', async () => {
    await using own = startPrefix();
    const begun = new Collected<string>();
    const ended = new Collected<string>();
    const gate = new AbortController();
    const { queues, worker, errors } = await start(own, {
      run: async ({ taskId }) => {
        begun.add(taskId);
        await aborted(gate.signal);
      },
      onEnded: async (taskId) => ended.add(taskId),
    });
    await enqueueTask(queues, task);
    await begun.until(1);
    await worker.hold();
    await worker.hold();
    const next = aTask(2);
    await enqueueTask(queues, next);
    gate.abort();
    await ended.until(1);
    worker.checkRunning();
    expect(begun.items).toEqual([task.id]);
    expect(await queues.tasks.getPrioritizedCount()).toBe(1);
    await worker.resume();
    await worker.resume();
    expect(await begun.until(2)).toEqual([task.id, next.id]);
    await worker.stop(1000);
    expect(errors.items).toEqual([]);
    await queues.close();
  });

  test('resuming brings back neither one that was paused for good nor one that was stopped', async () => {
    await using own = startPrefix();
    const begun = new Collected<string>();
    const { queues, worker } = await start(own, { run: async ({ taskId }) => begun.add(taskId) });
    await worker.pause();
    await worker.resume();
    await worker.stop(1000);
    await worker.resume();
    await enqueueTask(queues, task);
    expect(await queues.tasks.getPrioritizedCount()).toBe(1);
    expect(begun.items).toEqual([]);
    await queues.close();
  });
});
