import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, errorsOf, REPO, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What must hold whenever an issue could not be accepted. */
async function refused(ended: Awaited<ReturnType<Rig['commander']>>, code = 3): Promise<void> {
  expect(ended.code).toBe(code);
  expect(ended.stdout).toEqual([]);
  expect(errorsOf(ended)).toHaveLength(1);
  expect(ended.stderr.join('\n')).not.toMatch(/ghp_| at /);
  expect(await rig.store.list()).toEqual([]);
}

describe('commander enqueue', () => {
  it('knows no such repository', async () => {
    const ended = await rig.call(['enqueue', 'acme/nothing#1', '--json']);
    await refused(ended);
    expect(errorsOf(ended)[0]).toContain('is not there, or the token has no access to it');
  });
});

describe('commander run', () => {
  it('knows no such repository', async () => {
    const ended = await rig.call(['run', 'acme/nothing#1']);
    await refused(ended);
    expect(errorsOf(ended)[0]).toMatch(/acme\/nothing.* is not there, or the token has no access to it/);
  });

  it('knows no such issue', async () => {
    const ended = await rig.call(['run', `${REPO}#999`]);
    await refused(ended);
    expect(errorsOf(ended)[0]).toContain(`${REPO}#999 is not there`);
  });

  it('refuses a closed issue, and leaves it alone', async () => {
    const issue = rig.issue([], ['agent']);
    rig.github.setIssueState({ repo: REPO, number: Number(issue.split('#')[1]), state: 'closed' });
    const ended = await rig.call(['run', issue]);
    await refused(ended);
    expect(errorsOf(ended)[0]).toContain(`${issue} is closed: reopen it`);
    expect(rig.labels(issue)).toEqual(['agent']);
  });

  it('refuses the number of a pull request', async () => {
    await rig.github.commit({ repo: REPO, branch: 'theirs', files: { 'a.txt': 'a' }, message: 'Theirs' });
    const { number } = await rig.github.openPull({ repo: REPO, title: 'Theirs', head: 'theirs' });
    const ended = await rig.call(['run', `${REPO}#${number}`]);
    await refused(ended, 4);
    expect(errorsOf(ended)[0]).toContain('is a pull request: name the issue it is for');
  });

  it('wants credentials', async () => {
    const ended = await rig.call(['run', rig.issue()], { COMMANDER_GITHUB_TOKEN: undefined });
    await refused(ended, 4);
    expect(errorsOf(ended)[0]).toMatch(/No GitHub credentials are configured: set github\.token/);
  });

  it('says that the token is refused', async () => {
    const ended = await rig.call(['run', rig.issue()], { COMMANDER_GITHUB_TOKEN: 'ghp_wrong' });
    await refused(ended);
    expect(errorsOf(ended)[0]).toContain('GitHub refused the token: it is wrong, expired or revoked');
  });

  it('sees nothing of a repository the token has no access to', async () => {
    await rig.github.addRepository({ owner: 'acme', name: 'secret', private: true, files: { a: 'a' } });
    const { number } = rig.github.fileIssue({ repo: 'acme/secret', title: 'Hidden' });
    const ended = await rig.call(['run', `acme/secret#${number}`]);
    await refused(ended);
    expect(errorsOf(ended)[0]).toContain('is not there, or the token has no access to it');
  });

  it('says until when the rate limit is used up, and does not wait for it', async () => {
    const issue = rig.issue();
    rig.github.setRateLimit({ core: 0 });
    const ended = await rig.call(['run', issue]);
    rig.github.setRateLimit({ core: 5_000 });
    await refused(ended);
    expect(errorsOf(ended)[0]).toMatch(/rate limit is used up until \d{4}-/);
  });
});

it('commander up warns that GitHub cannot be reached before it says that it is ready', {
  timeout: 90_000,
}, async () => {
  // What the others have learnt of GitHub's limits counts elsewhere.
  await using own = await createRig();
  const up = own.start(['up'], { COMMANDER_GITHUB_API_URL: 'http://127.0.0.1:9' });
  await up.line('Ready. Dashboard: ');
  up.child.kill('SIGTERM');
  const { stderr } = await up.ended;
  const before = stderr.slice(
    0,
    stderr.findIndex((line) => line.startsWith('Ready.')),
  );
  expect(before.join('\n')).toContain('GitHub could not be reached at http://127.0.0.1:9');
});
