import { GitError } from '@opencode-commander/broker';
import type { Failpoints } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { aroundEffect } from '../../src/failpoints/around-effect.ts';

const failing: Failpoints = {
  around: async (effect, _work, toError) => {
    throw toError(effect);
  },
};

it('only does the work where nobody listens', async () => {
  expect(await aroundEffect({}, 'git.sync_mirror', async () => 42)).toBe(42);
});

it('fails as git does, and as the file system does', async () => {
  const work = async () => 42;
  const git = aroundEffect({ failpoints: failing }, 'git.create_quarantine', work);
  await expect(git).rejects.toThrow(GitError);
  const files = aroundEffect({ failpoints: failing }, 'files.save_session', work);
  await expect(files).rejects.toMatchObject({ code: 'EIO', message: 'files.save_session' });
});
