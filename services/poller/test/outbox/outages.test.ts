import type { GitHubWrite } from '@opencode-commander/task';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryOut } from '../../src/outbox/carry-out.ts';
import type { Poller } from '../../src/poller.ts';
import { publish } from '../acts.ts';
import { type PollerWorld, REPO, startPollerWorld } from '../poller-world.ts';

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}';
const PULL = '/repos/{owner}/{repo}/pulls/{pull_number}';

type Scene = {
  taskId: string;
  /** Of the run that is over. */
  epoch: number;
  issue: number;
  pull: number;
  said: number;
  remark: number;
  branch: string;
  sha: string;
};
type Case = [what: string, method: string, route: string, write: (scene: Scene) => GitHubWrite];

const at = (number: number) => ({ repo: REPO, number });
const CASES: Case[] = [
  ['the status comment', 'POST', `${ISSUE}/comments`, ({ taskId }) => ({ kind: 'status', taskId })],
  ['the status label', 'POST', `${ISSUE}/labels`, ({ taskId }) => ({ kind: 'status', taskId })],
  [
    'a comment',
    'POST',
    `${ISSUE}/comments`,
    ({ taskId, epoch }) => ({ kind: 'comment', taskId, epoch, operation: 'result', body: 'Done.' }),
  ],
  [
    'a label',
    'POST',
    `${ISSUE}/labels`,
    ({ issue }) => ({ kind: 'labels', at: at(issue), add: ['priority/high'], remove: [] }),
  ],
  [
    'the end of a label',
    'DELETE',
    `${ISSUE}/labels/{name}`,
    ({ issue }) => ({ kind: 'labels', at: at(issue), add: [], remove: ['agent'] }),
  ],
  [
    'a reaction',
    'POST',
    '/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    ({ issue, said }) => ({
      ...{ kind: 'reaction', to: 'issue_comment', content: 'eyes' },
      ...{ at: at(issue), commentId: said },
    }),
  ],
  [
    'an answer to a remark',
    'POST',
    `${PULL}/comments/{comment_id}/replies`,
    ({ taskId, epoch, pull, remark }) => ({
      ...{ kind: 'review_reply', taskId, epoch, body: 'Done.' },
      ...{ at: at(pull), commentId: remark },
    }),
  ],
  [
    'a request for a review',
    'POST',
    `${PULL}/requested_reviewers`,
    ({ pull }) => ({ kind: 'review_request', at: at(pull), reviewers: ['alice'] }),
  ],
  [
    'the end of a branch',
    'DELETE',
    '/repos/{owner}/{repo}/git/refs/{ref}',
    ({ branch, sha }) => ({ kind: 'delete_branch', repo: REPO, branch, sha }),
  ],
];

describe('through an outage', () => {
  let world: PollerWorld;
  let poller: Poller;
  let scene: Scene;
  beforeEach(async () => {
    world = await startPollerWorld();
    poller = world.poller();
    const issue = world.file();
    await world.tick(poller);
    const [task] = await world.store.list();
    const { number: pull, branch, task: published } = await publish(world, task!);
    const { epoch } = published;
    const comments = [{ path: 'a.txt', line: 1, body: 'Rather b.' }];
    await world.simulator.review({ ...at(pull), by: 'alice', state: 'CHANGES_REQUESTED', comments });
    const remark = world.simulator.reviewComments(REPO, pull)[0]!.id;
    const said = world.simulator.comment({ ...at(issue), by: 'alice', body: 'Well.' }).id;
    const sha = (await world.simulator.branches(REPO))[branch]!;
    scene = { taskId: task!.id, epoch, issue, pull, said, remark, branch, sha };
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const carry = (write: GitHubWrite) => carryOut(poller, write, () => undefined);
  const tryTo = (write: GitHubWrite) => carry(write).catch(() => undefined);

  /** Everything that a write can change. */
  const look = async () => ({
    comments: world.comments(scene.issue),
    labels: world.labels(scene.issue),
    reactions: world.simulator.reactions({ repo: REPO, number: scene.issue, comment: scene.said }),
    answers: world.simulator.reviewComments(REPO, scene.pull).map(({ body }) => body),
    asked: world.simulator.pulls(REPO).map(({ requestedReviewers }) => requestedReviewers),
    branches: Object.keys(await world.simulator.branches(REPO)),
    events: (await poller.github.listEvents(REPO, scene.issue)).map(({ event }) => event),
  });

  it.each(CASES)('%s is written once, although its reply is lost', async (_what, method, route, write) => {
    const before = await look();
    const fault = { method, route, dropReplyAfterApplying: true };
    world.simulator.fault(fault);
    await tryTo(write(scene));
    const once = await look();
    expect(once).not.toEqual(before);
    world.simulator.fault(fault);
    await tryTo(write(scene));
    await carry(write(scene));
    const end = await look();
    // What a lost reply kept from being done follows; what was done stays as it is.
    for (const key of ['reactions', 'answers', 'asked', 'branches'] as const)
      expect(end[key]).toEqual(once[key]);
    for (const list of [end.comments, end.labels]) expect(new Set(list).size).toBe(list.length);
    await carry(write(scene));
    expect(await look()).toEqual(end);
  });

  it.each(CASES)('%s follows when GitHub is back', async (_what, method, route, write) => {
    const before = await look();
    const stop = world.simulator.fault({ method, route, status: 502, times: Infinity });
    await expect(carry(write(scene))).rejects.toMatchObject({ kind: 'unavailable', retryable: true });
    stop();
    await carry(write(scene));
    const end = await look();
    expect(end).not.toEqual(before);
    for (const list of [end.comments, end.labels]) expect(new Set(list).size).toBe(list.length);
  });

  it('nothing is sent by who has lost the write', async () => {
    const requests = world.simulator.requestCounter();
    const lost = () => {
      throw new Error('lost');
    };
    for (const [, , , write] of CASES)
      await expect(carryOut(poller, write(scene), lost)).rejects.toThrow('lost');
    expect(requests().filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('a comment is not sent by who has lost it between the look and the request', async () => {
    const { taskId, epoch } = scene;
    const write = { kind: 'comment', taskId, epoch, operation: 'x', body: 'x' } as const;
    const before = world.comments(scene.issue);
    let asked = 0;
    const lostAfterLooking = () => {
      asked += 1;
      if (asked === 2) throw new Error('lost');
    };
    const requests = world.simulator.requestCounter();
    await expect(carryOut(poller, write, lostAfterLooking)).rejects.toThrow('lost');
    expect(requests().map(({ method }) => method)).toEqual(['GET']);
    expect(world.comments(scene.issue)).toEqual(before);
  });
});
