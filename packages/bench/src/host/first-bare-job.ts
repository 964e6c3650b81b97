import { once } from 'node:events';
import { connectRedis } from '@opencode-commander/queue';
import type { ReleaseStack } from '@opencode-commander/service';
import { Queue, Worker } from 'bullmq';

/** A bare BullMQ worker at rest; the function enqueues a job on a new connection, and gives the milliseconds from `since` until it is taken. */
export async function firstBareJob(
  url: string,
  stack: ReleaseStack,
): Promise<(since: number) => Promise<number>> {
  const path = new URL(url).pathname;
  const worker = new Worker('first', async () => undefined, {
    connection: { path, maxRetriesPerRequest: null },
    prefix: 'bare',
  });
  // Redis is killed on purpose.
  worker.on('error', () => undefined);
  stack.defer('the bare worker', () => worker.close(true));
  await worker.waitUntilReady();
  return async (since) => {
    const taken = once(worker, 'active');
    const connection = await connectRedis({ url, role: 'producer' });
    stack.defer('a connection to Redis', () => connection.disconnect());
    const queue = new Queue('first', { connection, prefix: 'bare' });
    await queue.add('run', {});
    await taken;
    await queue.close();
    return performance.now() - since;
  };
}
