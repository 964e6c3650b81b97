import { GitError } from '@opencode-commander/broker';
import { ImageMissingError, PodmanError } from '@opencode-commander/sandbox';
import { expect, it } from 'vitest';
import { findHostFault } from '../../src/conclude/find-host-fault.ts';
import { TaskFailure } from '../../src/task-failure.ts';

const full = Object.assign(new Error("ENOSPC: no space left on device, mkdir '/srv/x'"), { code: 'ENOSPC' });
const git = (kind: 'failed' | 'unreachable') => new GitError(kind, 'git fetch failed');

/** What a host that refuses new work, or does not, answers when it is looked at again. */
function host(refuses: string | null) {
  const admission = { refuses: null, look: async () => refuses };
  return { config: { hostName: 'ant' }, admission };
}

it.each([
  ['the system says that a disk is full', full, null, 'a disk is full'],
  ['that is the cause of another error', new Error('no mirror', { cause: full }), null, 'a disk is full'],
  [
    'the image has gone',
    new ImageMissingError('localhost/a:1'),
    null,
    expect.stringContaining('localhost/a:1'),
  ],
  ['Podman fails on a host that is full', new PodmanError('refused', { status: 500 }), 'full', 'full'],
  ['git fails on a host that is full', git('failed'), 'full', 'full'],
  ['something unforeseen happens on a host that is full', new Error('?'), 'full', 'full'],
  ['Podman fails on a host that is well', new PodmanError('refused', { status: 500 }), null, null],
  ['git fails on a host that is well', git('failed'), null, null],
  ['GitHub cannot be reached', git('unreachable'), 'full', null],
  ['the agent has done nothing', new TaskFailure('no_work', 'nothing'), 'full', null],
])('%s', async (_, error, refuses, reason) => {
  const wait = await findHostFault(host(refuses), error);
  if (reason === null) expect(wait).toBeNull();
  else
    expect(wait).toMatchObject({
      waitsFor: { kind: 'host', host: 'ant', reason },
      forMs: 15_000,
    });
});
