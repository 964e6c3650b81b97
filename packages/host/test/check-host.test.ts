import { expect, it } from 'vitest';
import { checkHost } from '../src/check-host.ts';
import { fakeHost } from './fake-host.ts';

const FIT = { git: 'git version 2.39.5', mmdebstrap: '1.3.5', podman: 'podman version 4.3.1' };
const HERE = { containers: { socket: null, image: null }, redis: { url: null } };

it('is content with a host that has everything', async () => {
  await checkHost(fakeHost({ ...FIT, 'redis-server': 'v=7.0.15' }), HERE);
});

it.each([
  [{}, 'git is not installed: commander doctor says how to install it; redis-server is', 4],
  [FIT, 'redis-server is not installed: commander doctor says how to install it', 5],
  [{ ...FIT, 'redis-server': 'v=7.0.15', podman: 'version 3.4.4' }, 'podman 3.4.4 is too old: install', 2],
])('says all that is missing, and ends with the code of the first', async (answers, words, exitCode) => {
  const message = expect.stringContaining(words);
  await expect(checkHost(fakeHost(answers), HERE)).rejects.toMatchObject({ exitCode, message });
});
