import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { ReleaseStack } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { openDemoGround } from '../../src/demo/demo-ground.ts';

const parent = tmpdir();
const unwanted = (error: Error) => expect.unreachable(error.message);

it('has the guardian end what could not be released', async () => {
  const stack = new ReleaseStack();
  const { directory, guardian } = await openDemoGround(stack, { parent, onLost: unwanted });
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  const ended = once(child, 'exit');
  if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
  stack.defer('the child', () => Promise.reject(new Error('it does not end')));
  await expect(stack.release()).rejects.toThrow('the child could not be released: it does not end');
  expect(await ended).toEqual([null, 'SIGTERM']);
  expect(existsSync(directory)).toBe(false);
});

it('ends the guardian, which undoes nothing, when all was released', async () => {
  const stack = new ReleaseStack();
  const { directory, guardian } = await openDemoGround(stack, { parent, onLost: unwanted });
  const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
  if (child.pid !== undefined) guardian.add({ kind: 'process', pid: child.pid });
  await stack.release();
  expect(existsSync(directory)).toBe(false);
  expect(child.kill('SIGKILL')).toBe(true);
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
});

it('tells that the guardian has gone', async () => {
  await using stack = new ReleaseStack();
  const { promise, resolve } = withResolve();
  const { guardian } = await openDemoGround(stack, { parent, onLost: resolve });
  if (guardian.pid !== null) process.kill(guardian.pid, 'SIGKILL');
  expect((await promise).message).toContain('SIGKILL');
});

function withResolve() {
  let resolve: (error: Error) => void = () => undefined;
  const promise = new Promise<Error>((resolveIt) => {
    resolve = resolveIt;
  });
  return { promise, resolve };
}
