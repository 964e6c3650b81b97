import { expect, it } from 'vitest';
import { PODMAN } from '../src/podman.ts';
import { fakeHost } from './fake-host.ts';

const REFUSED = { code: 126, output: 'time=now\nError: cgroups in hybrid mode not supported\n' };

it.each([
  ['it is missing', fakeHost({}), 'podman is not installed'],
  ['it is old', fakeHost({ 'podman --version': 'podman version 4.2.0' }), 'podman 4.2.0 is too old'],
  [
    'its runtime refuses and runc is not there',
    fakeHost({ 'podman --version': 'podman version 4.3.1', 'podman ': REFUSED }),
    "podman's runtime refuses to run a container: cgroups in hybrid mode not supported",
  ],
  [
    'every runtime refuses',
    fakeHost({ 'podman --version': 'podman version 4.3.1', 'podman ': REFUSED, runc: '1.1.5' }),
    'podman cannot run a container: cgroups in hybrid mode not supported',
  ],
  [
    'its virtual machine is down',
    fakeHost(
      { 'podman --version': 'podman version 5.0.0', 'podman info': { code: 125 } },
      { platform: 'darwin' },
    ),
    "podman's virtual machine does not run",
  ],
])('sees that %s', async (_, host, reason) => {
  expect(await PODMAN.check(host)).toMatchObject({ status: 'trouble', reason });
});

it('is content with runc where the default refuses', async () => {
  const answers = { 'podman --version': '4.3.1', 'podman run': REFUSED, 'podman --runtime=runc': '' };
  expect(await PODMAN.check(fakeHost(answers))).toMatchObject({ status: 'ok' });
});
