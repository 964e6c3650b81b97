import { expect, test } from 'vitest';
import { ReleaseStack } from '../src/index.ts';

test('releases last in, first out, once', async () => {
  const order: string[] = [];
  const stack = new ReleaseStack();
  stack.defer('a', () => void order.push('a'));
  stack.use('b', { [Symbol.asyncDispose]: async () => void order.push('b') });
  stack.defer('c', async () => void order.push('c'));
  await Promise.all([stack.release(), stack.release()]);
  expect(order).toEqual(['c', 'b', 'a']);
});

test('a failing release does not stop the others and is told at the end by name', async () => {
  const order: string[] = [];
  const stack = new ReleaseStack();
  stack.defer('first', () => void order.push('first'));
  stack.defer('redis', () => Promise.reject(new Error('gone')));
  stack.defer('poller', () => {
    throw new Error('thrown');
  });
  await expect(stack.release()).rejects.toThrow(
    'poller could not be released: thrown; redis could not be released: gone',
  );
  expect(order).toEqual(['first']);
});

test('a slow release is named and left behind', async () => {
  const warnings: string[] = [];
  const order: string[] = [];
  const stack = new ReleaseStack({ timeoutMs: 20, warn: (line) => void warnings.push(line) });
  stack.defer('quick', () => void order.push('quick'));
  stack.defer('slow', () => new Promise(() => undefined));
  await stack.release();
  expect(order).toEqual(['quick']);
  expect(warnings).toEqual(['slow was not released within 0.02 s; going on without it']);
});

test('a release hears whether all before it went well', async () => {
  const heard: boolean[] = [];
  const stack = new ReleaseStack({ timeoutMs: 20 });
  stack.defer('after the slow one', ({ isClean }) => void heard.push(isClean));
  stack.defer('slow', () => new Promise(() => undefined));
  stack.defer('last', ({ isClean }) => void heard.push(isClean));
  await stack.release();
  const failing = new ReleaseStack();
  failing.defer('after the failing one', ({ isClean }) => void heard.push(isClean));
  failing.defer('failing', () => Promise.reject(new Error('gone')));
  await expect(failing.release()).rejects.toThrow('gone');
  expect(heard).toEqual([true, false, false]);
});

test('what comes during the release is released too, what comes after it at once', async () => {
  const order: string[] = [];
  const stack = new ReleaseStack();
  stack.defer('a', () => stack.defer('born late', () => void order.push('born late')));
  await stack.release();
  const late = new Promise<void>((resolve) => {
    stack.defer('after', () => {
      order.push('after');
      resolve();
    });
  });
  await late;
  expect(order).toEqual(['born late', 'after']);
});

test('await using releases', async () => {
  const order: string[] = [];
  {
    await using stack = new ReleaseStack();
    stack.defer('a', () => void order.push('a'));
  }
  expect(order).toEqual(['a']);
});
