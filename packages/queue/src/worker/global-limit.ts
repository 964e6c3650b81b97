import { Queue } from 'bullmq';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { keyPrefix } from '../store/store-keys.ts';

export type GlobalLimit = {
  /** Sets it, also when it is set. */
  uphold(): Promise<void>;
  close(): Promise<void>;
};

/** How many jobs of a queue run at once over all workers of all processes; no limit without `concurrency`. */
export function createGlobalLimit(
  redis: RedisConnection,
  options: {
    queue: string;
    prefix: string;
    globalConcurrency?: number;
    onError: (error: Error) => void;
  },
): GlobalLimit {
  const { globalConcurrency: concurrency } = options;
  if (concurrency === undefined) return { uphold: async () => undefined, close: async () => undefined };
  const queue = new Queue(options.queue, { connection: redis, prefix: keyPrefix(options.prefix) });
  queue.on('error', options.onError);
  return {
    uphold: async () => void (await queue.setGlobalConcurrency(concurrency)),
    close: () => queue.close(),
  };
}
