import type { TaskId } from '@opencode-commander/task';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { StoreKeys } from './store-keys.ts';
import { subscribe } from './subscribe.ts';

/** A task was created or changed, or its log has grown; or some of that may have been missed, of any task. */
export type TaskNews = { kind: 'changed' | 'logged'; id: TaskId } | { kind: 'missed' };

export type NewsListener = (news: TaskNews) => void;

export type NewsFeed = {
  /** Hears all news until the function it resolves to is called. */
  listen(listener: NewsListener): Promise<() => Promise<void>>;
};

/** The news of all tasks, for any number of listeners over one connection, which is there while somebody listens. */
export function createNewsFeed({ redis, keys }: { redis: RedisConnection; keys: StoreKeys }): NewsFeed {
  const listeners = new Set<NewsListener>();
  let subscribing: Promise<() => Promise<void>> | null = null;
  const tell: NewsListener = (news) => {
    for (const listener of listeners) listener(news);
  };
  const open = () =>
    subscribe(redis, {
      channels: [keys.changes, keys.logged],
      onMessage: (channel, id) => tell({ kind: channel === keys.changes ? 'changed' : 'logged', id }),
      onGap: () => tell({ kind: 'missed' }),
    });
  const leave = async (listener: NewsListener) => {
    listeners.delete(listener);
    if (listeners.size > 0 || subscribing === null) return;
    const ended = subscribing;
    subscribing = null;
    await ended.then((end) => end());
  };
  return {
    async listen(listener) {
      const own: NewsListener = (news) => listener(news);
      listeners.add(own);
      const joined = subscribing ?? open();
      subscribing = joined;
      try {
        await joined;
      } catch (error) {
        listeners.delete(own);
        if (subscribing === joined) subscribing = null;
        throw error;
      }
      return () => leave(own);
    },
  };
}
