import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPublishingWorld, type PublishingWorld } from '../publishing-world.ts';

let world: PublishingWorld;
beforeEach(async () => {
  world = await openPublishingWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

it('finds nothing to publish where nothing was pushed, and says what was refused', async () => {
  const { run, inspect } = await world.pushed({ files: {} });
  await expect(inspect()).rejects.toMatchObject({
    kind: 'no_work',
    message: expect.stringMatching(/without pushing any change/),
  });

  run.refused({ door: 'git', line: 'push refused: only agent/1 may be pushed, not main' });
  await expect(inspect()).rejects.toMatchObject({
    kind: 'push_refused',
    message: expect.stringContaining('only agent/1 may be pushed, not main'),
  });
});

it('refuses a large file that packs small', async () => {
  const { inspect } = await world.pushed({ files: { 'big.bin': Buffer.alloc(20e6) } });
  await expect(inspect()).rejects.toMatchObject({
    kind: 'push_refused',
    message: expect.stringMatching(/big\.bin.*19\.1 MiB/),
  });
});

it('takes what may be published', async () => {
  const { inspect } = await world.pushed();
  expect(await inspect()).toMatchObject({ status: 'ready', commits: 1, added: 1 });
});
