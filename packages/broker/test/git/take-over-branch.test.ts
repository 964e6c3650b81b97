import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createQuarantine } from '../../src/git/create-quarantine.ts';
import { takeOverBranch } from '../../src/git/take-over-branch.ts';
import { commit, git, scratch, seedRepository } from '../git-fixture.ts';

const BRANCH = 'agent/12-abcdef';

/** Two quarantines of a repository, and a work tree whose remote is the first. */
async function twoQuarantines() {
  const place = await scratch();
  const seed = await seedRepository(place.path);
  const make = (name: string) =>
    createQuarantine({
      ...{ mirror: { path: seed.bare }, directory: join(place.path, name) },
      ...{ branch: BRANCH, baseBranch: 'main', maxPushBytes: 1e7 },
    });
  const [earlier, later] = [await make('1.git'), await make('2.git')];
  const tree = join(place.path, 'work');
  await git(place.path, 'clone', '-q', earlier.path, tree);
  await git(tree, 'checkout', '-q', '-b', BRANCH);
  const base = await git(tree, 'rev-parse', 'HEAD');
  const push = async (file: string) => {
    const sha = await commit(tree, { [file]: 'x\n' });
    await git(tree, 'push', '-q', 'origin', BRANCH);
    return sha;
  };
  return { place, earlier, later, base, push, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
}

test('what was pushed to an earlier quarantine is in the later one', async () => {
  await using two = await twoQuarantines();
  const { earlier, later, base } = two;
  const taking = { quarantine: later, from: earlier.path, since: base };
  expect(await takeOverBranch(taking)).toBe(null);
  await two.push('a.txt');
  const head = await two.push('b.txt');
  expect(await takeOverBranch(taking)).toBe(head);
  expect(await git(later.path, 'ls-tree', '--name-only', BRANCH)).toContain('b.txt');
});

test('nothing is taken that does not come from where the work is judged from', async () => {
  await using two = await twoQuarantines();
  const { earlier, later } = two;
  const first = await two.push('a.txt');
  const elsewhere = await git(earlier.path, 'commit-tree', '-m', 'Other', `${first}^{tree}`);
  expect(await takeOverBranch({ quarantine: later, from: earlier.path, since: elsewhere })).toBe(null);
  expect(await takeOverBranch({ quarantine: later, from: earlier.path, since: 'f'.repeat(40) })).toBe(null);
  expect(await takeOverBranch({ quarantine: later, from: earlier.path, since: first })).toBe(null);
});

test('a quarantine that is not there gives nothing', async () => {
  await using two = await twoQuarantines();
  const from = join(two.place.path, 'gone.git');
  expect(await takeOverBranch({ quarantine: two.later, from, since: two.base })).toBe(null);
});
