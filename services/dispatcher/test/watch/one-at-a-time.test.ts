import { expect, it } from 'vitest';
import { oneAtATime } from '../../src/watch/one-at-a-time.ts';

it('begins with a call when the ones before it have ended, also by failing', async () => {
  const said: string[] = [];
  const work = oneAtATime(async (name: string) => {
    said.push(`${name} begins`);
    await new Promise(setImmediate);
    said.push(`${name} ends`);
    if (name === 'a') throw new Error('failed');
    return name;
  });
  const ended = await Promise.allSettled([work('a'), work('b'), work('c')]);
  expect(said).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(ended).toMatchObject([{ status: 'rejected' }, { value: 'b' }, { value: 'c' }]);
});
