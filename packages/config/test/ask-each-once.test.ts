import { expect, it } from 'vitest';
import { askEachOnce } from '../src/ask-each-once.ts';
import type { Followed } from '../src/followed.ts';
import { Secret } from '../src/secret.ts';

/** Somebody who is asked, and answers when the test says so. */
function aVault() {
  const asked: string[] = [];
  const answers = new Map<string, (answer: Followed) => void>();
  const ask = askEachOnce((reference) => {
    asked.push(reference);
    return new Promise((resolve) => answers.set(reference, resolve));
  });
  const answer = (reference: string, given: Followed = { secret: new Secret(reference) }) =>
    answers.get(reference)?.(given);
  return { ask, asked, answer };
}

it('asks for the first alone, and then for all others at once', async () => {
  const { ask, asked, answer } = aVault();
  const all = ['op://a', 'op://b', 'op://c'].map(ask);
  expect(asked).toEqual(['op://a']);
  answer('op://a');
  await all[0];
  await expect.poll(() => asked).toEqual(['op://a', 'op://b', 'op://c']);
  answer('op://c');
  answer('op://b');
  expect((await Promise.all(all)).map((found) => 'secret' in found && found.secret.reveal())).toEqual([
    'op://a',
    'op://b',
    'op://c',
  ]);
});

it('goes on after a first one that is refused', async () => {
  const { ask, asked, answer } = aVault();
  const [first, second] = [ask('op://a'), ask('op://b')];
  answer('op://a', { problem: 'no such item' });
  expect(await first).toEqual({ problem: 'no such item' });
  await expect.poll(() => asked).toEqual(['op://a', 'op://b']);
  answer('op://b');
  expect(await second).toHaveProperty('secret');
});

it('asks for nothing more where nobody answered the first', async () => {
  const { ask, asked, answer } = aVault();
  const all = ['op://a', 'op://b'].map(ask);
  const away = { problem: 'no answer', isAway: true };
  answer('op://a', away);
  expect(await Promise.all(all)).toEqual([away, away]);
  expect(asked).toEqual(['op://a']);
});

it('asks for the same one once', async () => {
  const { ask, asked, answer } = aVault();
  const both = [ask('op://a'), ask('op://a')];
  answer('op://a');
  expect(await Promise.all(both)).toHaveLength(2);
  expect(asked).toEqual(['op://a']);
});
