import { RedisError, type TaskStore } from '@opencode-commander/queue';
import type { Failpoints } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { storeWithFailpoints } from '../../src/failpoints/store-with-failpoints.ts';

const store = {
  restore: async () => true,
  appendEvent: async () => undefined,
  get: async () => null,
} as unknown as TaskStore;

it('a store has failpoints around a rebuilt record and the log, none around what is only read', async () => {
  const effects: string[] = [];
  const failpoints: Failpoints = {
    around: async (effect, work, toError) => {
      effects.push(effect);
      if (effect === 'store.append_event') throw toError('cut off');
      return work();
    },
  };
  const guarded = storeWithFailpoints(store, failpoints);
  expect(await guarded.restore({} as never, null)).toBe(true);
  await guarded.get('1-a1b2c3');
  const event = { type: 'service', level: 'info', message: 'm', at: '2026-01-01T00:00:00.000Z' } as const;
  await expect(guarded.appendEvent('1-a1b2c3', event)).rejects.toThrow(RedisError);
  expect(effects).toEqual(['store.restore', 'store.append_event']);
});
