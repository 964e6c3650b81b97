import { enqueueWrite, listWrites } from '@opencode-commander/queue';
import type { GitHubWrite } from '@opencode-commander/task';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { carryOut } from '../../src/outbox/carry-out.ts';
import { startOutboxOf } from '../../src/outbox/start-outbox.ts';
import type { Poller } from '../../src/poller.ts';
import { publish } from '../acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from '../poller-world.ts';

const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments';

describe('the outbox', () => {
  let world: PollerWorld;
  beforeEach(async () => {
    world = await startPollerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  async function taken() {
    const number = world.file();
    const poller = world.poller();
    await world.tick(poller);
    const [task] = await world.store.list();
    return { number, poller, task: task! };
  }

  const carry = (poller: Poller, write: GitHubWrite) => carryOut(poller, write, () => undefined);

  it('brings labels and the one status comment to what the record says', async () => {
    const { number, poller, task } = await taken();
    const at = new Date().toISOString();
    await world.write(poller);
    expect(world.labels(number)).toEqual(['agent', 'agent/queued']);
    expect(world.comments(number)).toEqual([expect.stringContaining('**Queued, position 1**')]);
    const { epoch } = await world.store.claim({ id: task.id, host: 'h', at });
    await world.store.change({ id: task.id, epoch, status: 'running', at });
    for (let i = 0; i < 3; i += 1) await carry(poller, { kind: 'status', taskId: task.id });
    expect(world.labels(number)).toEqual(['agent', 'agent/running']);
    expect(world.comments(number)).toEqual([expect.stringContaining('Working on it')]);
    const failure = { kind: 'no_work', message: 'nothing was pushed' } as const;
    await world.store.change({ id: task.id, epoch, status: 'failed', patch: { failure }, at });
    await carry(poller, { kind: 'status', taskId: task.id });
    expect(world.labels(number)).toEqual(['agent', 'agent/failed']);
    expect(world.comments(number)).toHaveLength(1);
  });

  it('writes a comment once, also when the reply is lost and the write comes again', async () => {
    const { number, poller, task } = await taken();
    const write = {
      kind: 'comment',
      taskId: task.id,
      epoch: 1,
      operation: 'failure',
      body: 'It "failed": $(x) 🦊',
    } as const;
    world.simulator.fault({ method: 'POST', route: COMMENTS, dropReplyAfterApplying: true });
    await carry(poller, write);
    await carry(poller, write);
    expect(world.comments(number).filter((body) => body.includes(write.body))).toHaveLength(1);
  });

  it('keeps writes while the token is refused', async () => {
    const { task } = await taken();
    const poller = world.poller({ github: world.connect('ghp_wrong') });
    const refused = carry(poller, { kind: 'status', taskId: task.id });
    await expect(refused).rejects.toMatchObject({ kind: 'unauthorized', retryAfterMs: 60_000 });
    expect(poller.problems.current('github')).toBeDefined();
  });

  it.each(['upsertComment', 'getIssue'] as const)(
    'writes nothing more once it is to stop in %s',
    async (step) => {
      const { number, poller, task } = await taken();
      const stop = new AbortController();
      const check = () => stop.signal.throwIfAborted();
      const { github } = poller;
      const stopping = <A extends unknown[], R>(call: (...args: A) => Promise<R>) => {
        return async (...args: A) => {
          const result = await call(...args);
          stop.abort(new Error('stopping'));
          return result;
        };
      };
      const stopped = { ...github, [step]: stopping<never[], unknown>(github[step]) };
      const write = { kind: 'status', taskId: task.id } as const;
      await expect(carryOut({ ...poller, github: stopped }, write, check)).rejects.toThrow('stopping');
      expect(world.labels(number)).not.toContain('agent/queued');
      expect(world.comments(number)).toHaveLength(1);
      const comment = { kind: 'comment', taskId: task.id, epoch: 1, operation: 'x', body: 'x' } as const;
      await expect(carryOut(poller, comment, check)).rejects.toThrow('stopping');
      expect(world.comments(number)).toHaveLength(1);
    },
  );

  it('drops what nobody would read: on a deleted issue, of a task that is gone, to a comment that is', async () => {
    const { number, poller, task } = await taken();
    const status = { kind: 'status', taskId: task.id } as const;
    world.simulator.fault({ method: 'GET', route: `/repos/${REPO}/issues/1`, status: 410 });
    await carry(poller, status);
    const at = { repo: REPO, number };
    await carry(poller, { kind: 'reaction', at, to: 'issue_comment', commentId: 4711, content: 'eyes' });
    await carry(poller, { kind: 'status', taskId: '7-abcdef' });
    await carry(poller, { kind: 'comment', taskId: '7-abcdef', epoch: 0, operation: 'x', body: 'x' });
  });

  it('gives up what a record that cannot be read decides on, and writes the rest', async () => {
    const { number, poller, task } = await taken();
    const pull = await publish(world, task);
    const at = { repo: REPO, number: pull.number };
    const comments = [{ path: 'a.txt', line: 1, body: 'Rather b.' }];
    await world.simulator.review({ ...at, by: 'alice', state: 'CHANGES_REQUESTED', comments });
    const commentId = world.simulator.reviewComments(REPO, pull.number)[0]!.id;
    await world.redis.hset(`{${world.prefix}}:task:${task.id}`, 'usage', '{');
    const said = { taskId: task.id, epoch: pull.task.epoch, body: 'Done.' };
    const outbox = await startOutboxOf(poller, world.options());
    for (const write of [
      { kind: 'comment', ...said, operation: 'result', at: { repo: REPO, number } },
      { kind: 'review_reply', ...said, at, commentId: commentId + 1 },
      { kind: 'comment', ...said, operation: 'failure' },
      { kind: 'status', taskId: task.id },
      { kind: 'review_reply', ...said, at, commentId, epoch: 0 },
    ] as const)
      await enqueueWrite(world.queues, write);
    await vi.waitFor(() => expect(world.simulator.reviewComments(REPO, pull.number)).toHaveLength(2));
    await outbox.stop(1_000);
    const dead = await listWrites(world.queues, { store: world.store, limit: 10 });
    const reason = expect.stringContaining(`task ${task.id} cannot be read`);
    expect(dead).toMatchObject(Array(4).fill({ state: 'dead', attempts: 1, reason }));
  });

  it('does not drop what it may only not see at present', async () => {
    const { poller, task } = await taken();
    world.simulator.fault({ method: 'GET', route: `/repos/${REPO}/issues/1`, status: 404 });
    const hidden = carry(poller, { kind: 'status', taskId: task.id });
    await expect(hidden).rejects.toMatchObject({ kind: 'not_found', retryable: false });
  });

  it('does not say what an earlier run had to say, but what nobody said as a run', async () => {
    const { number, poller, task } = await taken();
    const at = { repo: REPO, number };
    const said = { kind: 'comment', taskId: task.id, epoch: 1, operation: 'result', body: 'Done.' } as const;
    const claim = { id: task.id, host: 'h', at: new Date().toISOString() };
    const { epoch } = await world.store.claim(claim);
    await world.store.change({ id: task.id, epoch, status: 'queued', at: claim.at });
    const second = await world.store.claim(claim);
    await carry(poller, said);
    await carry(poller, { ...said, at });
    await carry(poller, { kind: 'review_reply', at, taskId: task.id, epoch: 1, commentId: 1, body: 'Done.' });
    expect(world.comments(number)).toEqual([]);
    await carry(poller, { ...said, epoch: 0, operation: 'refused' });
    await carry(poller, { ...said, epoch: second.epoch });
    expect(world.comments(number)).toHaveLength(2);
  });

  it('keeps everybody away from GitHub when a write meets the rate limit', async () => {
    const { poller, task } = await taken();
    const headers = { 'retry-after': '60' };
    world.simulator.fault({ method: 'POST', route: COMMENTS, status: 403, headers });
    await enqueueWrite(world.queues, { kind: 'status', taskId: task.id });
    await expect(world.write(poller)).rejects.toMatchObject({ kind: 'rate_limited', retryAfterMs: 60_000 });
    const before = world.simulator.requests.length;
    await world.tick(world.poller({ github: world.connect() }));
    expect(world.simulator.requests).toHaveLength(before);
  });

  it('reacts, changes labels, answers in a thread, asks for a review and deletes a branch, each once', async () => {
    const { number, poller, task } = await taken();
    const pull = await publish(world, task);
    const at = { repo: REPO, number: pull.number };
    const comments = [{ path: 'a.txt', line: 1, body: 'Rather b.' }];
    await world.simulator.review({ ...at, by: 'alice', state: 'CHANGES_REQUESTED', comments });
    const [remark] = world.simulator.reviewComments(REPO, pull.number);
    const said = world.simulator.comment({ repo: REPO, number, by: 'alice', body: 'Well.' });
    const sha = (await world.simulator.branches(REPO))[pull.branch]!;
    const commentId = remark!.id;
    const writes: GitHubWrite[] = [
      {
        kind: 'reaction',
        at: { repo: REPO, number },
        to: 'issue_comment',
        commentId: said.id,
        content: 'eyes',
      },
      { kind: 'labels', at, add: ['priority/high'], remove: ['priority/low'] },
      { kind: 'review_reply', at, taskId: task.id, epoch: pull.task.epoch, commentId, body: 'Done.' },
      { kind: 'review_request', at, reviewers: ['alice'] },
      { kind: 'delete_branch', repo: REPO, branch: pull.branch, sha },
    ];
    for (const write of [...writes, ...writes]) await carry(poller, write);
    expect(world.simulator.reactions({ repo: REPO, number, comment: said.id })).toEqual([
      { by: 'bot', content: 'eyes' },
    ]);
    expect(world.labels(pull.number)).toContain('priority/high');
    const answers = world.simulator.reviewComments(REPO, pull.number).slice(1);
    expect(answers).toMatchObject([{ inReplyTo: commentId, body: expect.stringContaining('Done.') }]);
    expect(world.simulator.pulls(REPO)[0]?.requestedReviewers).toEqual(['alice']);
    expect(Object.keys(await world.simulator.branches(REPO))).toEqual(['main']);
  });
});
