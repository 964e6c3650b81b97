import { once } from 'node:events';
import { connectRedis, type RedisConnection } from '@opencode-commander/queue';
import { Queue, Worker } from 'bullmq';

const PREFIX = 'bare';

/** Milliseconds from the death of a bare BullMQ worker, with its default settings, until another one has its job. */
export async function stalledJob(url: string, signal: AbortSignal): Promise<number> {
  const connection = await connectRedis({ url, role: 'worker' });
  const queue = new Queue('stalled', { connection, prefix: PREFIX });
  try {
    await queue.obliterate({ force: true });
    await queue.add('run', {});
    const dead = await takeJob(connection, signal);
    const died = performance.now();
    await dead.close(true);
    const heir = await takeJob(connection, signal);
    const took = performance.now() - died;
    await heir.close(true);
    return took;
  } finally {
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
  }
}

/** A worker that has just taken the job, and never ends with it. */
async function takeJob(connection: RedisConnection, signal: AbortSignal): Promise<Worker> {
  const worker = new Worker('stalled', () => new Promise(() => undefined), { connection, prefix: PREFIX });
  worker.on('error', () => undefined);
  await once(worker, 'active', { signal });
  return worker;
}
