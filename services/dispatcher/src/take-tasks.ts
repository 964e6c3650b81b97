import { enqueueAgain, startTaskWorker, type TaskStore, type TaskWorker } from '@opencode-commander/queue';
import { isTerminal, type TaskId } from '@opencode-commander/task';
import type { DispatcherContext } from './dispatcher-context.ts';
import type { DispatcherOptions } from './dispatcher-options.ts';
import { runTask } from './run-task.ts';

/** Runs tasks as they come off the queue, so many at once as there are slots. Throws RedisError. */
export async function takeTasks(
  { config, log, redisUrl, store, queues, lastTask, lockMs }: DispatcherOptions,
  context: DispatcherContext,
): Promise<TaskWorker> {
  const worker = await startTaskWorker({
    redisUrl,
    prefix: config.redis.prefix,
    concurrency: config.containers.maxConcurrent,
    host: config.hostName,
    name: context.id,
    ...(lockMs !== undefined && { lockMs }),
    onError: (err) => log.warn({ err }, err.message),
    onEnded: (id) => enqueueAgain(queues, store, id),
    run: async (job) => {
      try {
        await runTask(context, job);
      } finally {
        // Before its job ends: with that the worker takes the next one.
        if (job.taskId === lastTask && (await hasEnded(store, lastTask))) await worker.pause();
      }
    },
  });
  return worker;
}

async function hasEnded(store: TaskStore, id: TaskId): Promise<boolean> {
  const task = await store.get(id);
  return task !== null && isTerminal(task.status);
}
