import { renderMarker } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MARKER_KEY, startWorld, type World } from './world.ts';

const REPO = 'alice/web';
const marker = { task: '1-abcdef', epoch: 1, operation: 'question_1' };
const REPLIES = '/repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies';

describe('what is said', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
    world.simulator.addUser({ login: 'carol', token: 'ghp_caroltoken' });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  const openPull = async (head: string) => {
    const files = { [`${head}.txt`]: 'one\ntwo\n' };
    await world.simulator.commit({ repo: REPO, branch: head, files, message: 'work' });
    return (await world.simulator.openPull({ repo: REPO, head, title: head, by: 'bot' })).number;
  };
  const review = (number: number, head: string) => {
    const comments = [{ path: `${head}.txt`, line: 2, body: 'why two?' }];
    const said = { state: 'CHANGES_REQUESTED', body: 'not yet', by: 'alice', comments } as const;
    return world.simulator.review({ repo: REPO, number, ...said });
  };

  it('reads all comments, oldest first, and knows its own', async () => {
    const { number } = world.simulator.fileIssue({ repo: REPO, title: 'talk', author: 'alice' });
    await world.github.upsertComment(REPO, number, { marker, body: 'which?' });
    world.simulator.comment({
      repo: REPO,
      number,
      by: 'alice',
      body: `> ${renderMarker(marker, MARKER_KEY)}\n2`,
    });
    for (let i = 0; i < 200; i += 1)
      world.simulator.comment({ repo: REPO, number, by: 'carol', body: `flood ${i}` });
    const comments = await world.github.listComments(REPO, number);
    expect(comments).toHaveLength(202);
    expect(comments[0]).toEqual({
      id: expect.any(Number),
      author: 'bot',
      body: `${renderMarker(marker, MARKER_KEY)}\nwhich?`,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      url: expect.stringContaining(`#issuecomment-${comments[0]?.id}`),
      noticed: false,
      marker,
    });
    expect(comments[1]).toMatchObject({ author: 'alice', marker: null });
    expect(comments.at(-1)).toMatchObject({ body: 'flood 199', marker: null });
    expect(await world.github.listLastComments(REPO, number)).toEqual({
      comments: comments.slice(100),
      earlier: 100,
    });
  });

  it.each([0, 1, 100, 101, 200, 201, 399])('reads the last of %i comments in few requests', async (count) => {
    const { number } = world.simulator.fileIssue({ repo: REPO, title: 'talk', author: 'alice' });
    for (let i = 0; i < count; i += 1)
      world.simulator.comment({ repo: REPO, number, by: 'carol', body: `flood ${i}` });
    const before = world.simulator.requests.length;

    const { comments, earlier } = await world.github.listLastComments(REPO, number);

    expect(world.simulator.requests.length - before).toBeLessThanOrEqual(3);
    expect(earlier + comments.length).toBe(count);
    expect(comments.length).toBeGreaterThanOrEqual(Math.min(count, 101));
    expect(comments.at(-1)?.body).toBe(count === 0 ? undefined : `flood ${count - 1}`);
  });

  it('reads reviews and remarks on lines', async () => {
    const number = await openPull('reviewed');
    const { id } = await review(number, 'reviewed');
    await world.simulator.review({ repo: REPO, number, state: 'APPROVED', by: 'carol' });
    expect(await world.github.listReviews(REPO, number)).toMatchObject([
      { id, author: 'alice', state: 'changes_requested', body: 'not yet', marker: null },
      { author: 'carol', state: 'approved', body: '', submittedAt: expect.any(String) },
    ]);
    expect(await world.github.listReviewComments(REPO, number)).toEqual([
      {
        id: expect.any(Number),
        reviewId: id,
        inReplyTo: null,
        author: 'alice',
        path: 'reviewed.txt',
        line: 2,
        diffHunk: expect.stringContaining('@@'),
        body: 'why two?',
        createdAt: expect.any(String),
        updatedAt: expect.any(String),
        noticed: false,
        marker: null,
      },
    ]);
  });

  it('answers in the thread of a remark, once', async () => {
    const number = await openPull('answered');
    await review(number, 'answered');
    const [remark] = await world.github.listReviewComments(REPO, number);
    const commentId = remark?.id ?? 0;
    const reply = { commentId, marker, body: 'because' };
    world.simulator.fault({ method: 'POST', route: REPLIES, dropReplyAfterApplying: true });
    const { id, created } = await world.github.replyToReview(REPO, number, reply);
    expect(created).toBe(true);
    expect(await world.github.replyToReview(REPO, number, reply)).toEqual({ id, created: false });
    // In reply to the reply: the thread is the same.
    const again = { ...reply, commentId: id };
    expect(await world.github.replyToReview(REPO, number, again)).toEqual({ id, created: false });
    const other = { ...reply, marker: { ...marker, operation: 'another' } };
    expect(await world.github.replyToReview(REPO, number, other)).toMatchObject({ created: true });
    const comments = await world.github.listReviewComments(REPO, number);
    expect(comments.map(({ inReplyTo, marker: ours }) => [inReplyTo, ours?.operation])).toEqual([
      [null, undefined],
      [commentId, 'question_1'],
      [commentId, 'another'],
    ]);
  });

  it('does not answer a remark that is gone', async () => {
    const number = await openPull('gone');
    const reply = { commentId: 987_654, marker, body: 'hm' };
    await expect(world.github.replyToReview(REPO, number, reply)).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  it('reacts to both kinds of comments, and repeats nothing', async () => {
    const number = await openPull('reacted');
    await review(number, 'reacted');
    const [remark] = await world.github.listReviewComments(REPO, number);
    const { id } = world.simulator.comment({ repo: REPO, number, by: 'alice', body: '/commander help' });
    for (let i = 0; i < 2; i += 1) {
      await world.github.react(REPO, { to: 'issue_comment', commentId: id, content: 'eyes' });
      await world.github.react(REPO, { to: 'review_comment', commentId: remark?.id ?? 0, content: '+1' });
    }
    const reactions = world.simulator.requests.filter(({ path }) => path.endsWith('/reactions'));
    expect(reactions.map(({ status }) => status)).toEqual([201, 201, 200, 200]);
    expect(await world.github.listComments(REPO, number)).toMatchObject([{ id, noticed: true }]);
    expect(await world.github.listReviewComments(REPO, number)).toMatchObject([{ noticed: true }]);
    const gone = { to: 'issue_comment', commentId: 1, content: 'eyes' } as const;
    await expect(world.github.react(REPO, gone)).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('asks people to review again, and leaves out who cannot', async () => {
    const number = await openPull('asked');
    world.simulator.addCollaborator({ repo: REPO, login: 'carol', role: 'read' });
    await world.github.requestReviewers(REPO, number, {
      logins: ['nobody-at-all', 'alice', 'carol', 'alice'],
    });
    const asked = world.simulator.requests.filter(({ path }) => path.endsWith('/requested_reviewers'));
    expect(asked.map(({ body, status }) => [body, status])).toEqual([
      [{ reviewers: ['nobody-at-all'] }, 422],
      [{ reviewers: ['alice'] }, 201],
      [{ reviewers: ['carol'] }, 201],
    ]);
  });
});
