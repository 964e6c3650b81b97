import { randomUUID } from 'node:crypto';
import type { TaskId } from '@opencode-commander/task';
import { duplicateConnection, type RedisConnection } from '../redis/redis-connection.ts';

/** A subscriber sends nothing, so that only a message can tell it that its connection is dead. */
const PROBE_MS = 5_000;
/** Unheard probes after which it makes a new connection. */
const LOST_PROBES = 2;

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
  const own = `${channel}:${randomUUID()}`;
  const probe = createProbe({ redis, subscriber, channel: own });
  // It reconnects by itself; the connection it was made after tells of the outage.
  subscriber.on('error', () => undefined);
  subscriber.on('message', (from, text) => (from === own ? probe.heard() : listener(text)));
  try {
    await subscriber.connect();
    await subscriber.subscribe(channel, own);
  } catch (error) {
    subscriber.disconnect();
    throw error;
  }
  const timer = setInterval(probe.send, PROBE_MS);
  return async () => {
    clearInterval(timer);
    subscriber.removeAllListeners('message');
    subscriber.disconnect();
  };
}

/** Publishes to itself; what was published and not heard was lost on the way, as the changes of tasks are. */
function createProbe({
  redis,
  subscriber,
  channel,
}: {
  redis: RedisConnection;
  subscriber: RedisConnection;
  channel: string;
}): { heard: () => void; send: () => void } {
  let unheard = 0;
  const send = () => {
    if (unheard >= LOST_PROBES) {
      unheard = 0;
      subscriber.disconnect(true);
      return;
    }
    redis.publish(channel, '').then(
      () => {
        unheard += 1;
      },
      // Redis is away: that is seen by whoever uses it.
      () => undefined,
    );
  };
  return {
    send,
    heard: () => {
      unheard = 0;
    },
  };
}
