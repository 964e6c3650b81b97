import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { userInfo } from 'node:os';
import { expect, it } from 'vitest';
import { withBuildLock } from '../../src/image/build-lock.ts';
import { instance } from '../support/agent-podman.ts';

const quiet = { onProgress: () => undefined };

it('lets one after the other in', async () => {
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
    return name;
  };
  const all = ['a', 'b', 'c'].map((name) => withBuildLock(`${instance}-order`, quiet, work(name)));
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c']);
  expect(order).toHaveLength(6);
  for (let i = 0; i < 6; i += 2) expect(order[i + 1]).toBe(order[i]?.replace('begins', 'ends'));
});

it('is free again after a failure', async () => {
  const failing = withBuildLock(`${instance}-fail`, quiet, () => Promise.reject(new Error('no')));
  await expect(failing).rejects.toThrow('no');
  expect(await withBuildLock(`${instance}-fail`, quiet, async () => 1)).toBe(1);
});

it('is free again when its holder is killed', async () => {
  const name = `${instance}-killed`;
  const script = `require('net').createServer(() => 0).listen('\\0${name}-${userInfo().uid}', () => console.log('held'))`;
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const lines: string[] = [];
  const waited = withBuildLock(
    name,
    { onProgress: (line) => lines.push(line) && holder.kill('SIGKILL') },
    async () => 'in',
  );
  expect(await waited).toBe('in');
  expect(lines).toEqual(['another process is building the agent image: waiting for it']);
});

it('stops waiting when it is told to', async () => {
  const holding = withBuildLock(`${instance}-held`, quiet, async () => {
    const signal = AbortSignal.timeout(50);
    const waiting = withBuildLock(`${instance}-held`, { ...quiet, signal }, async () => 'in');
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
  });
  await holding;
});
