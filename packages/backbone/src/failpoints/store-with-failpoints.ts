import { RedisError, type TaskStore } from '@opencode-commander/queue';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** The same store; everything that writes has failpoints around it. */
export function storeWithFailpoints(store: TaskStore, failpoints: Failpoints): TaskStore {
  const around = <T>(effect: Effect, write: () => Promise<T>) => failpoints.around(effect, write, lost);
  return {
    ...store,
    create: (task) => around('store.create', () => store.create(task)),
    restore: (task, over) => around('store.restore', () => store.restore(task, over)),
    claim: (claim) => around('store.claim', () => store.claim(claim)),
    change: (change) => around('store.change', () => store.change(change)),
    linkPull: (link) => around('store.link_pull', () => store.linkPull(link)),
    unlinkPull: (pull) => around('store.unlink_pull', () => store.unlinkPull(pull)),
    appendEvent: (...args) => around('store.append_event', () => store.appendEvent(...args)),
  };
}

/** What callers are told when the connection breaks in the midst of a write. */
export function lost(message: string): RedisError {
  return new RedisError(message);
}
