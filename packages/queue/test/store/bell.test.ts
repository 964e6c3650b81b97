import { expect, test } from 'vitest';
import { createBell } from '../../src/store/bell.ts';

const LONG_MS = 3_600_000;

test('who waits is woken, and who comes after it has rung does not wait, once', async () => {
  const bell = createBell();
  const waiting = bell.rung(LONG_MS);
  bell.ring();
  await waiting;
  bell.ring();
  bell.ring();
  await bell.rung(LONG_MS);
  let isWoken = false;
  const again = bell.rung(LONG_MS).then(() => {
    isWoken = true;
  });
  await new Promise(setImmediate);
  expect(isWoken).toBe(false);
  bell.ring();
  await again;
});

test('nobody waits for longer than they want to', async () => {
  await createBell().rung(1);
});
