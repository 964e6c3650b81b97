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

  /** The model has been asked more often than this. */
  const untilAsked = (times: number) =>
    rig.model.untilRequest((request) => rig.model.requests.indexOf(request) >= times);

  it('handles a review in the session before, also where its branch is rewritten and moved meanwhile, answers each remark and asks again', {
    timeout: 240_000,
  }, async () => {
    expect(root).toMatchObject({ status: 'completed', pull: { number: pull()?.number, state: 'open' } });
    expect(await rig.store.pulls()).toMatchObject([{ taskId: root.id, number: pull()?.number }]);
    rig.script(root, [write('b.txt', 'b\n'), push, handled]);
    const at = { repo: 'acme/web', branch: root.branch };
    const before = rig.model.requests.length;

    const { id } = await rig.followUp(root, review);
    await untilAsked(before);
    const rewritten = { 'a.txt': 'a\n', 'rewritten.txt': 'theirs\n' };
    await rig.github.forcePush({ ...at, files: rewritten, message: 'Rewritten' });
    await rig.when(id, ({ runs }) => runs === 2);
    await untilAsked(rig.model.requests.length);
    await rig.github.commit({ ...at, files: { 'theirs.txt': 'theirs\n' }, message: 'Theirs' });
    const task = await rig.ended(id);

    expect(task).toMatchObject({ status: 'completed', runs: 3, attempts: 2, commits: 1, failure: null });
    expect(task.branch).toBe(root.branch);
    expect(rig.github.pulls('acme/web')).toHaveLength(1);
    expect(await rig.files('acme/web', root.branch)).toEqual([
      ...['README.md', 'a.txt', 'b.txt', 'rewritten.txt', 'theirs.txt'],
    ]);
    const asked = rig.model.requests.at(-1)?.conversation;
    // The session before, and the new prompt with the diff and the remark.
    expect(asked?.prompt).toContain(`acme/web#${root.source.number}`);
    const said = asked?.messages.map(({ text }) => text).join('\n');
    expect(said).toContain('Say b.');
    expect(said).toContain('+a');
    const pullNumber = { repo: 'acme/web', number: pull()?.number };
    const writes = (await rig.outbox()).filter((each) => 'at' in each);
    expect(writes).toMatchObject([
      {
        kind: 'review_reply',
        at: pullNumber,
        commentId: 5,
        body: expect.stringMatching(/^Now b\. @\u2060maria$/),
      },
      {
        kind: 'review_reply',
        at: pullNumber,
        commentId: 6,
        body: expect.stringMatching(/^Done in [0-9a-f]{7}\.$/),
      },
      { kind: 'review_request', at: pullNumber, reviewers: ['maria'] },
    ]);
    const comments = (await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === id);
    expect(comments).toMatchObject([{ operation: 'result' }]);
  });

  it('is told what failed, fails with a word when its branch is deleted meanwhile, and does not bring it back', {
    timeout: 120_000,
  }, async () => {
    rig.script(root, [write('f.txt', 'f\n'), bash('sleep 2'), push, handled]);
    const before = rig.model.requests.length;
    const check = {
      name: 'unit tests',
      summary: '1 of 7 failed',
      annotations: [{ path: 'a.txt', line: 1, message: 'Expected e' }],
      log: 'AssertionError: a is not e',
    };
    const checks: FollowUp = { kind: 'checks', triggers: ['checks:1'], headSha: 'x', checks: [check] };
    const { id } = await rig.followUp({ ...root, round: 11 }, checks);
    await untilAsked(before);
    await rig.github.deleteBranch({ repo: 'acme/web', branch: root.branch });

    const task = await rig.ended(id);

    const said = rig.model.requests
      .at(-1)
      ?.conversation.messages.map(({ text }) => text)
      .join('\n');
    for (const text of [check.name, check.summary, 'Expected e', check.log]) expect(said).toContain(text);
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
