import { bash, structured, write } from '@opencode-commander/simulators';
import type { FollowUp, Task } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const handled = structured({ summary: 'It says b.', replies: [{ comment_id: 5, reply: 'Now b. @maria' }] });
const remark = { id: 5, author: 'maria', path: 'a.txt', line: 1, hunk: '@@ -0,0 +1 @@\n+a', body: 'Say b.' };
const review: FollowUp = {
  kind: 'review',
  triggers: ['review:1'],
  remarks: [{ author: 'maria', body: 'Almost.' }],
  comments: [remark, { ...remark, id: 6 }],
  reviewers: ['maria'],
};

function command(comment: number): FollowUp {
  return { kind: 'command', triggers: [`comment:${comment}`], author: 'maria', text: 'Go on.' };
}

describe('a follow-up', () => {
  let rig: Rig;
  let root: Task;

  beforeAll(async () => {
    rig = await createRig({
      repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n', 'a.txt': '0\n' } }],
    });
    await rig.start();
    const { id } = await rig.task({ repo: 'acme/web', steps: [write('a.txt', 'a\n'), push, described] });
    root = await rig.ended(id);
  }, 180_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  const pull = () => rig.github.pulls('acme/web')[0];

  it('handles a review in the session before, answers each remark and asks again', {
    timeout: 180_000,
  }, async () => {
    expect(root).toMatchObject({ status: 'completed', pull: { number: pull()?.number, state: 'open' } });
    expect(await rig.store.pulls()).toMatchObject([{ taskId: root.id, number: pull()?.number }]);
    rig.script(root, [write('b.txt', 'b\n'), push, handled]);

    const { id } = await rig.followUp(root, review);
    const task = await rig.ended(id);

    expect(task).toMatchObject({ status: 'completed', commits: 1, branch: root.branch, failure: null });
    expect(rig.github.pulls('acme/web')).toHaveLength(1);
    expect(await rig.files('acme/web', root.branch)).toEqual(['README.md', 'a.txt', 'b.txt']);
    const asked = rig.model.requests.at(-1)?.conversation;
    // The session before, and the new prompt with the diff and the remark.
    expect(asked?.prompt).toContain(`acme/web#${root.source.number}`);
    const said = asked?.messages.map(({ text }) => text).join('\n');
    expect(said).toContain('Say b.');
    expect(said).toContain('+a');
    const at = { repo: 'acme/web', number: pull()?.number };
    const writes = (await rig.outbox()).filter((each) => 'at' in each);
    expect(writes).toMatchObject([
      { kind: 'review_reply', at, commentId: 5, body: expect.stringMatching(/^Now b\. @\u2060maria$/) },
      { kind: 'review_reply', at, commentId: 6, body: expect.stringMatching(/^Done in [0-9a-f]{7}\.$/) },
      { kind: 'review_request', at, reviewers: ['maria'] },
    ]);
  });

  it('starts again from where others moved the branch', { timeout: 180_000 }, async () => {
    rig.script(root, [write('c.txt', 'c\n'), push, handled]);
    const before = rig.model.requests.length;
    const command: FollowUp = { kind: 'command', triggers: ['comment:1'], author: 'maria', text: 'Add c.' };
    const { id } = await rig.followUp({ ...root, round: 1 }, command);
    await rig.model.untilRequest((request) => rig.model.requests.indexOf(request) >= before);
    const files = { 'theirs.txt': 'theirs\n' };
    await rig.github.commit({ repo: 'acme/web', branch: root.branch, files, message: 'Theirs' });

    const task = await rig.ended(id);

    expect(task).toMatchObject({ status: 'completed', runs: 2, attempts: 1 });
    const names = await rig.files('acme/web', root.branch);
    expect(names).toEqual(['README.md', 'a.txt', 'b.txt', 'c.txt', 'theirs.txt']);
  });

  it('starts again from a branch that a person rewrote', { timeout: 180_000 }, async () => {
    rig.script(root, [write('d.txt', 'd\n'), push, handled]);
    const before = rig.model.requests.length;
    const { id } = await rig.followUp({ ...root, round: 10 }, command(3));
    await rig.model.untilRequest((request) => rig.model.requests.indexOf(request) >= before);
    const files = { 'a.txt': 'a\n', 'rewritten.txt': 'theirs\n' };
    await rig.github.forcePush({ repo: 'acme/web', branch: root.branch, files, message: 'Rewritten' });

    const task = await rig.ended(id);

    expect(task).toMatchObject({ status: 'completed', runs: 2, attempts: 1, failure: null });
    const names = await rig.files('acme/web', root.branch);
    expect(names).toEqual(['README.md', 'a.txt', 'd.txt', 'rewritten.txt']);
  });

  it('is told what failed, and adds to the pull request', { timeout: 180_000 }, async () => {
    rig.script(root, [write('e.txt', 'e\n'), push, handled]);
    const check = {
      name: 'unit tests',
      summary: '1 of 7 failed',
      annotations: [{ path: 'a.txt', line: 1, message: 'Expected e' }],
      log: 'AssertionError: a is not e',
    };
    const checks: FollowUp = { kind: 'checks', triggers: ['checks:1'], headSha: 'x', checks: [check] };

    const { id } = await rig.followUp({ ...root, round: 11 }, checks);

    expect(await rig.ended(id)).toMatchObject({ status: 'completed', commits: 1, failure: null });
    const said = rig.model.requests
      .at(-1)
      ?.conversation.messages.map(({ text }) => text)
      .join('\n');
    for (const text of [check.name, check.summary, 'Expected e', check.log]) expect(said).toContain(text);
    expect(await rig.files('acme/web', root.branch)).toContain('e.txt');
    const comments = (await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === id);
    expect(comments).toMatchObject([{ operation: 'result' }]);
    const answers = (await rig.outbox()).filter((each) => each.kind === 'review_reply');
    expect(answers.filter(({ taskId }) => taskId === id)).toEqual([]);
  });

  it('fails with a word when its branch is deleted meanwhile, and does not bring it back', {
    timeout: 120_000,
  }, async () => {
    rig.script(root, [write('f.txt', 'f\n'), bash('sleep 2'), push, handled]);
    const before = rig.model.requests.length;
    const { id } = await rig.followUp({ ...root, round: 12 }, command(4));
    await rig.model.untilRequest((request) => rig.model.requests.indexOf(request) >= before);
    await rig.github.deleteBranch({ repo: 'acme/web', branch: root.branch });

    const task = await rig.ended(id);

    expect(task).toMatchObject({ status: 'failed', failure: { kind: 'github' } });
    expect(task.failure?.message).toMatch(/was closed/);
    expect(Object.keys(await rig.github.branches('acme/web'))).toEqual(['main']);
    const [comment] = (await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === id);
    expect(comment).toMatchObject({ operation: `failure_${task.epoch}` });
  });

  it('fails with a word when the pull request is closed, and opens none', { timeout: 60_000 }, async () => {
    rig.github.setIssueState({ repo: 'acme/web', number: pull()?.number ?? 0, state: 'closed' });

    const { id } = await rig.followUp({ ...root, round: 3 }, command(2));

    const task = await rig.ended(id);
    expect(task).toMatchObject({ status: 'failed', failure: { kind: 'github' } });
    expect(task.failure?.message).toMatch(/was closed/);
    expect(rig.github.pulls('acme/web')).toHaveLength(1);
  });
});
