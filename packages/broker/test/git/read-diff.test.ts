import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GitError } from '../../src/git/git-error.ts';
import { readBoundedDiff, readDiff } from '../../src/git/read-diff.ts';
import { commit, git, scratch, seedRepository } from '../git-fixture.ts';

const environment = { PATH: process.env['PATH'] };

test('gives what the head changes since it left the base, as much of it as is wanted', async () => {
  await using place = await scratch();
  const seed = await seedRepository(place.path);
  const tree = join(place.path, 'clone');
  await git(place.path, 'clone', '-q', seed.bare, tree);
  await git(tree, 'checkout', '-q', '-b', 'topic');
  const head = await commit(tree, { 'topic.txt': 'of the topic\n'.repeat(100) });
  await git(tree, 'checkout', '-q', '-b', 'later', 'HEAD~1');
  const base = await commit(tree, { 'later.txt': 'of the base\n' });
  await git(tree, 'push', '-q', 'origin', 'topic', 'later');
  const mirror = { path: seed.bare };

  const whole = await readDiff(mirror, { base, head, maxBytes: 100_000, environment });
  expect(whole).toContain('+of the topic');
  expect(whole).not.toContain('of the base');

  const part = await readDiff(mirror, { base, head, maxBytes: 500, environment });
  expect(part.length).toBeLessThan(600);
  expect(part).toMatch(/\+of the topic\n\[the diff goes on: only its first 500 B are shown\]\n$/);

  const bounded = await readBoundedDiff(mirror, { base, head, maxBytes: 500, environment });
  expect(bounded).toEqual({ diff: part.split('[the diff')[0], truncated: true });

  const none = readDiff(mirror, { base, head: '0'.repeat(40), maxBytes: 500, environment });
  await expect(none).rejects.toThrow(GitError);
});
