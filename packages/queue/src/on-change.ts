import type { TaskId } from '@opencode-commander/task';
import { duplicateConnection, type RedisConnection } from './redis-connection.ts';

/** Subscribes on a connection of its own, which subscribes again whenever it was lost; resolves to what ends it. */
export async function onChange(
  redis: RedisConnection,
  channel: string,
  listener: (id: TaskId) => void,
): Promise<() => Promise<void>> {
  const subscriber = duplicateConnection(redis, {
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    autoResubscribe: true,
    commandTimeout: undefined,
    lazyConnect: true,
  });
  // It reconnects by itself; the connection it was made after tells of the outage.
  subscriber.on('error', () => undefined);
  subscriber.on('message', (_channel, id) => listener(id));
  try {
    await subscriber.connect();
    await subscriber.subscribe(channel);
  } catch (error) {
    subscriber.disconnect();
    throw error;
  }
  return async () => {
    subscriber.removeAllListeners('message');
    subscriber.disconnect();
  };
}
