import { connectRedis } from '@opencode-commander/queue';
import { expect, inject, it, onTestFinished } from 'vitest';
import { agentImage } from '../src/index.ts';
import { redisReachability } from '../src/redis-reachability.ts';
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
  const prefix = `${process.env['COMMANDER_TEST_PREFIX']}-circumstances`;
  const check = (url: string | null) => redisReachability(url, { prefix }).check(fakeHost({}));
  const url = `unix://${inject('redisSocket')}`;
  expect(await check(null)).toMatchObject({ status: 'ok' });
  expect(await check(url)).toMatchObject({ status: 'ok' });
  expect(await check('redis://127.0.0.1:1')).toEqual({
    status: 'trouble',
    reason: expect.stringContaining('nothing listens there; start Redis, or leave redis.url out'),
    // The reason says what to do: it is not said twice.
    remedy: { packages: {} },
  });
  await writeNewerStore(url, prefix);
  expect(await check(url)).toMatchObject({
    status: 'trouble',
    reason: expect.stringContaining(`The store ${prefix} in Redis has version 99`),
  });
});

async function writeNewerStore(url: string, prefix: string): Promise<void> {
  const redis = await connectRedis({ url, role: 'producer' });
  const key = `{${prefix}}:store`;
  onTestFinished(async () => {
    await redis.del(key);
    redis.disconnect();
  });
  await redis.set(key, JSON.stringify({ version: 99, id: 'newer' }));
}
