import { expect, it } from 'vitest';
import { repeat } from '../src/index.ts';

it('does the work again and again, never twice at once, also after a failure, and stops when it is done', async () => {
  const errors: unknown[] = [];
  let [begun, atOnce, most] = [0, 0, 0];
  const third = gate();
  const release = gate();
  const repetition = repeat({
    everyMs: 1,
    work: async () => {
      begun += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      if (begun === 3) {
        third.open();
        await release.opened;
      }
      atOnce -= 1;
      if (begun === 1) throw new Error('the first fails');
    },
    onError: (error) => errors.push(error),
  });
  await third.opened;
  const stopped = repetition.stop();
  release.open();
  await stopped;
  expect({ begun, atOnce, most }).toEqual({ begun: 3, atOnce: 0, most: 1 });
  expect(errors).toEqual([new Error('the first fails')]);
});

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
