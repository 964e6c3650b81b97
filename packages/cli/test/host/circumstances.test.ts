import { expect, inject, it } from 'vitest';
import { agentImage } from '../../src/host/index.ts';
import { redisReachability } from '../../src/host/redis-reachability.ts';
import { fakeHost } from './fake-host.ts';

const OURS = { image: null, socket: null };
const THEIRS = { image: 'registry.test/agent:1', socket: '/run/p.sock' };

it.each([
  ['ours', OURS, 'localhost/opencode-commander/agent:abc\n', 'localhost/opencode-commander/agent:abc'],
  ['ours, not yet built', OURS, '', 'is built when it is first needed, in about half a minute'],
  ['of the user', THEIRS, 'registry.test/agent:1\n', 'registry.test/agent:1'],
])('is content with an agent image %s', async (_, settings, output, detail) => {
  expect(await agentImage(settings).check(fakeHost({ podman: output }))).toEqual({ status: 'ok', detail });
});

it('asks the configured Podman, and says that the image is not there', async () => {
  const host = fakeHost({ podman: '' });
  const verdict = await agentImage(THEIRS).check(host);
  expect(verdict).toMatchObject({ status: 'trouble', reason: 'there is no image registry.test/agent:1' });
  expect(host.ran[0]).toMatch(/^podman --url=unix:\/\/\/run\/p\.sock images /);
});

it.each([
  ['is missing', fakeHost({}), 'podman is not installed'],
  [
    'fails',
    fakeHost({ podman: { code: 125, output: 'no socket\n' } }),
    'podman cannot list images: no socket',
  ],
])('sees that podman %s', async (_, host, reason) => {
  expect(await agentImage(OURS).check(host)).toMatchObject({ status: 'trouble', reason });
});

it('tries a configured Redis', async () => {
  const check = (url: string | null) => redisReachability(url).check(fakeHost({}));
  expect(await check(null)).toMatchObject({ status: 'ok' });
  expect(await check(`unix://${inject('redisSocket')}`)).toMatchObject({ status: 'ok' });
  expect(await check('redis://127.0.0.1:1')).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining('nothing listens there'),
  });
});
