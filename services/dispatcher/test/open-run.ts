import { randomUUID } from 'node:crypto';
import { connectRedis, createQueues, createTaskStore, type TaskStore } from '@opencode-commander/queue';
import { newTask } from '@opencode-commander/task';
import { inject } from 'vitest';
import type { DispatcherContext } from '../src/dispatcher-context.ts';
import { Run } from '../src/run.ts';

const at = '2026-01-01T00:00:00.000Z';

/** A run of a claimed task, whose store is what `through` makes of the real one, in what is `about` it. */
export async function openRun(
  through: (store: TaskStore) => TaskStore = (same) => same,
  about: { repoId?: number; context?: Partial<DispatcherContext> } = {},
) {
  const redis = await connectRedis({ url: `unix://${inject('redisSocket')}`, role: 'producer' });
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}${randomUUID().slice(0, 6)}`;
  const queues = createQueues({ redis, prefix });
  const store = createTaskStore({ redis, prefix });
  const issue = {
    repoId: about.repoId ?? 7,
    repo: 'acme/web',
    number: 1,
    title: 't',
    body: 'b',
    labels: [],
    url: 'u',
  };
  const { id } = newTask({ issue, host: 'github.com', now: new Date(at) });
  await store.create(newTask({ issue, host: 'github.com', now: new Date(at) }));
  const claimed = await store.claim({ id, host: 'here', at });
  const told: unknown[][] = [];
  const tell = (...words: unknown[]) => told.push(words);
  const log = { info: tell, warn: tell };
  const config = { timeouts: { humanMs: 60_000 } };
  const around = { config, queues, store: through(store), log, now: () => new Date(at), ...about.context };
  const context = around as unknown as DispatcherContext;
  const dispose = async () => {
    await queues.close();
    await redis.del(await redis.keys(`*${prefix}*`));
    redis.disconnect();
  };
  const run = new Run(context, claimed, new AbortController().signal);
  return { run, store, id, told, [Symbol.asyncDispose]: dispose };
}
