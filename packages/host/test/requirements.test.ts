import { expect, it } from 'vitest';
import { HOST_REQUIREMENTS, TEST_REQUIREMENTS } from '../src/requirements.ts';
import { fakeHost } from './fake-host.ts';

it('refuses a Node below the floor', async () => {
  const [node] = HOST_REQUIREMENTS;
  expect(await node?.check(fakeHost({}, { nodeVersion: '20.18.3' }))).toMatchObject({ status: 'trouble' });
  expect(await node?.check(fakeHost({}, { nodeVersion: '20.19.0' }))).toMatchObject({ status: 'ok' });
});

it('wants tmux for tests, which says its version in a way of its own', async () => {
  const tmux = TEST_REQUIREMENTS.find(({ name }) => name === 'tmux');
  const says = (output: string) => tmux?.check(fakeHost({ 'tmux -V': output }));
  expect(await says('tmux 3.3a')).toEqual({ status: 'ok', detail: '3.3' });
  expect(await says('tmux 2.9')).toMatchObject({ status: 'trouble', reason: 'tmux 2.9 is too old' });
  expect(HOST_REQUIREMENTS.map(({ name }) => name)).not.toContain('tmux');
});
