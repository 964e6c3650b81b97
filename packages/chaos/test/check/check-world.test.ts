import { newTask, type Task } from '@opencode-commander/task';
import { describe, expect, it } from 'vitest';
import { checkWorld } from '../../src/check/check-world.ts';
import type { CommentSeen, IssueSeen, PullSeen, Violation, WorldSeen } from '../../src/check/snapshot.ts';

const URL_OF_ISSUE = 'http://github/acme/web/issues/1';
const text = { title: 'Do it', body: 'Please.', labels: [] };
const created = newTask({
  issue: { repoId: 1, repo: 'acme/web', number: 1, url: URL_OF_ISSUE, ...text },
  host: 'github',
  now: new Date(0),
});
const pullOfTask = { number: 2, nodeId: 'P_2', state: 'open' } as const;
const completed: Task = { ...created, status: 'completed', epoch: 2, pull: pullOfTask };
const failed: Task = { ...created, status: 'failed', epoch: 2 };

let lastId = 0;
function comment(operation: string | null, body = 'Words.'): CommentSeen {
  lastId += 1;
  const marker = operation === null ? null : { task: created.id, epoch: 2, operation };
  return { id: lastId, isOurs: true, body, marker };
}

const pull: PullSeen = {
  number: 2,
  labels: ['agent-pr'],
  comments: [],
  isOurs: true,
  head: created.branch,
  state: 'open',
  marker: { task: created.id, epoch: 2, operation: 'pull_request' },
};
const good: IssueSeen = {
  reference: 'acme/web#1',
  kind: 'plain',
  mayEnd: ['pull'],
  owesFollowUp: false,
  touched: [],
  issue: { number: 1, state: 'open', labels: ['agent', 'agent/review'], comments: [comment('status')] },
  pulls: [pull],
  tasks: [completed],
  answered: null,
};

function rules(seen: Partial<IssueSeen>, world: Partial<WorldSeen> = {}): string[] {
  const issues = [{ ...good, ...seen }];
  const found = checkWorld({
    issues,
    markers: [],
    leftovers: [],
    recordsLost: false,
    undisturbed: false,
    ...world,
  });
  return found.map(({ rule }: Violation) => rule);
}
const withIssue = (change: Partial<IssueSeen['issue']>) => ({ issue: { ...good.issue, ...change } });

describe('the check of the world', () => {
  it('finds nothing wrong where nothing is', () => {
    expect(rules({})).toEqual([]);
    const explained = withIssue({ labels: ['agent/failed'], comments: [comment('failure_2')] });
    expect(rules({ ...explained, tasks: [failed], pulls: [] })).toEqual([]);
  });

  it('takes the pull request that a person opened from the branch for the one there can be', () => {
    const theirs = { ...pull, isOurs: false, marker: null };
    expect(rules({ pulls: [theirs], touched: ['pull_there'] })).toEqual([]);
    expect(rules({ pulls: [theirs] })).toContain('one outcome');
  });

  it.each<[string, Partial<IssueSeen>]>([
    ['a task that is still open', { tasks: [{ ...completed, status: 'running' }] }],
    ['an issue without a task', { tasks: [] }],
    ['a completed task without a pull request', { pulls: [] }],
    [
      'a failed one with a pull request',
      { ...withIssue({ comments: [comment('failure_2')] }), tasks: [failed] },
    ],
    ['a failed one without a word', { tasks: [failed], pulls: [] }],
    ['a cancelled one that nobody cancelled', { tasks: [{ ...created, status: 'cancelled' }], pulls: [] }],
  ])('sees %s', (_, seen) => {
    expect(rules(seen)).toContain('one outcome');
  });

  it('takes a cancelled task for good when people wanted that', () => {
    const cancelled: Partial<IssueSeen> = { tasks: [{ ...created, status: 'cancelled' }], pulls: [] };
    expect(rules({ ...cancelled, ...withIssue({ state: 'closed', labels: ['agent'] }) })).toEqual([]);
    expect(rules({ ...cancelled, ...withIssue({ labels: ['agent'] }), mayEnd: ['withdrawn'] })).toEqual([]);
  });

  it('goes by labels where records are lost', () => {
    expect(rules({ tasks: [] }, { recordsLost: true })).toEqual([]);
    expect(rules({ tasks: [], ...withIssue({ labels: ['agent'] }) }, { recordsLost: true })).toEqual([
      'one outcome',
    ]);
  });

  it('sees what is there twice', () => {
    expect(rules({ pulls: [pull, { ...pull, number: 3 }] })).toEqual(['no duplicate pull request']);
    const twice = withIssue({ comments: [comment('question_1'), comment('question_1')] });
    expect(rules(twice)).toEqual(['no duplicate comment']);
    const unmarked = withIssue({ comments: [comment(null, 'Hello.'), comment(null, 'Hello. ')] });
    expect(rules(unmarked)).toEqual(['no duplicate comment']);
    expect(rules({ pulls: [{ ...pull, comments: [comment('reply_1'), comment('reply_1')] }] })).toHaveLength(
      1,
    );
  });

  it('sees labels that say something else than the record', () => {
    expect(rules(withIssue({ labels: ['agent/review', 'agent/running'] }))).toEqual([
      'labels say what the record says',
    ]);
    expect(rules(withIssue({ labels: [] }))).toEqual(['labels say what the record says']);
  });

  it('sees a review that nothing came of', () => {
    expect(rules({ owesFollowUp: true })).toEqual(['no follow-up is lost']);
    expect(rules({ owesFollowUp: true, tasks: [completed, { ...completed, round: 1, pull: null }] })).toEqual(
      [],
    );
    expect(rules({ owesFollowUp: true, touched: ['archive'] })).toEqual([]);
  });

  it('sees work that holds no answer of people', () => {
    expect(rules({ answered: { mayBe: ['blue'], is: 'none' } })).toEqual(['every answer is used once']);
    expect(rules({ answered: { mayBe: ['blue'], is: 'blue' } })).toEqual([]);
  });

  it('sees a write by a run that had lost its task', () => {
    const seen = (epoch: number, operation = 'status') => {
      return { at: '', thread: 'acme/web#1', marker: { task: created.id, epoch, operation } };
    };
    expect(rules({}, { markers: [seen(1), seen(2), seen(2)] })).toEqual([]);
    expect(rules({}, { markers: [seen(2), seen(1)] })).toEqual(['no write by a stale epoch']);
    // A comment is written once, by whichever run asked for it, however late.
    expect(rules({}, { markers: [seen(2), seen(1, 'failure_1')] })).toEqual([]);
  });

  it('wants every wish come true where nothing failed', () => {
    const failedRun: Partial<IssueSeen> = {
      ...withIssue({ labels: ['agent/failed'], comments: [comment('failure_2')] }),
      tasks: [failed],
      pulls: [],
    };
    expect(rules(failedRun, { undisturbed: true })).toEqual(['undisturbed, it works']);
    expect(rules({}, { undisturbed: true })).toEqual([]);
  });

  it('names what is left behind', () => {
    expect(rules({}, { leftovers: ['a container'] })).toEqual(['nothing is left behind']);
  });
});
