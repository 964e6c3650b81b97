import { randomUUID } from 'node:crypto';
import { duplicateConnection, type RedisConnection } from '../redis/redis-connection.ts';

/** A subscriber sends nothing, so that only a message can tell it that its connection is dead. */
const PROBE_MS = 5_000;
/** Unheard probes after which it makes a new connection. */
const LOST_PROBES = 2;

export type Subscribing = {
  channels: readonly string[];
  onMessage: (channel: string, text: string) => void;
  /** Hears that the connection was lost and is back: what was published meanwhile was missed. */
  onGap?: () => void;
};

/** Subscribes on a connection of its own, which subscribes again whenever it was lost; resolves to what ends it. */
export async function subscribe(
  redis: RedisConnection,
  { channels, onMessage, onGap = () => undefined }: Subscribing,
): Promise<() => Promise<void>> {
  const subscriber = duplicateConnection(redis, {
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    autoResubscribe: true,
    commandTimeout: undefined,
    lazyConnect: true,
  });
  const own = `${channels[0]}:${randomUUID()}`;
  const probe = createProbe({ redis, subscriber, channel: own });
  // It reconnects by itself; the connection it was made after tells of the outage.
  subscriber.on('error', () => undefined);
  subscriber.on('message', (from, text) => (from === own ? probe.heard() : onMessage(from, text)));
  const subscribeAll = () => subscriber.subscribe(...channels, own);
  try {
    await subscriber.connect();
    await subscribeAll();
  } catch (error) {
    subscriber.disconnect();
    throw error;
  }
  // Once more than by itself: only what is answered says that nothing is missed from here on.
  subscriber.on('ready', () => void subscribeAll().then(onGap, () => undefined));
  const timer = setInterval(probe.send, PROBE_MS);
  return async () => {
    clearInterval(timer);
    subscriber.removeAllListeners('message');
    subscriber.removeAllListeners('ready');
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
