import type { Failpoints } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { memoryWithFailpoints } from '../../src/memory/memory-with-failpoints.ts';
import type { PollerMemory } from '../../src/memory/poller-memory.ts';

const place = { repoId: 7, repo: 'acme/web', number: 1 };

it('a memory has failpoints around what is to be dealt with and what was, none where nothing is noted, or only a look is lost', async () => {
  const effects: string[] = [];
  const failpoints: Failpoints = {
    around: (effect, work) => {
      effects.push(effect);
      return work();
    },
  };
  const nothing = async () => undefined;
  const memory = { addPending: nothing, removePending: nothing, rememberHandled: nothing };
  const guarded = memoryWithFailpoints(memory as unknown as PollerMemory, failpoints);
  await guarded.addPending([]);
  expect(effects).toEqual([]);
  await guarded.addPending([place]);
  await guarded.removePending({ ...place, note: 'n' });
  await guarded.rememberHandled(place, 'comment:1');
  expect(effects).toEqual(['memory.add_pending', 'memory.handled']);
});
