import { expect, it } from 'vitest';
import { IMAGE_BASE } from '../src/image-base.ts';
import { fakeHost } from './fake-host.ts';

it('sees that there is nothing to build an image from', async () => {
  const host = fakeHost({ 'podman images': '' }, { probe: async () => null });
  expect(await IMAGE_BASE.check(host)).toMatchObject({
    status: 'trouble',
    reason: 'no registry is reachable and there is no image to build on',
  });
});

it.each([
  ['mmdebstrap', { mmdebstrap: '1.3.5' }],
  ['an image', { 'podman images': '0123456789ab' }],
])('is content with %s where no registry answers', async (_, answers) => {
  const host = fakeHost(answers, { probe: async () => null });
  expect(await IMAGE_BASE.check(host)).toMatchObject({ status: 'ok' });
});

it('is content with a registry', async () => {
  expect(await IMAGE_BASE.check(fakeHost({ 'podman images': '' }))).toMatchObject({ status: 'ok' });
});
