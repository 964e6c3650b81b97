import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { guardChildren } from '../src/guard-children.ts';
import { ReleaseStack } from '../src/release-stack.ts';

async function release(isClean: boolean) {
  const stack = new ReleaseStack();
  const guard = guardChildren(stack, { node: process.execPath, onLost: () => undefined });
  if (!isClean) stack.defer('a service', () => Promise.reject(new Error('stuck')));
  const child = spawn('sleep', ['60'], { detached: true });
  const ended = once(child, 'exit');
  guard(child.pid ?? 0);
  await stack.release().catch(() => undefined);
  return { child, ended };
}

test('a child that could not be released is ended', async () => {
  const { ended } = await release(false);
  expect((await ended)[1]).toBe('SIGTERM');
});

test('after a release in order the guardian ends nothing', async () => {
  const { child, ended } = await release(true);
  expect(child.signalCode).toBeNull();
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
});
