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
const OTHER = { task: '9-ffffff', epoch: 2 };
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
  issue: {
    number: 1,
    state: 'open',
    labels: ['agent', 'agent/review'],
    comments: [comment('status'), comment('result')],
  },
  pulls: [pull],
  tasks: [completed],
  answered: null,
};

function rules(seen: Partial<IssueSeen>, world: Partial<WorldSeen> = {}): string[] {
  const issues = [{ ...good, ...seen }];
  const found = checkWorld({
    issues,
    markers: [],
    deadWrites: [],
    archived: [],
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

  it('takes a cycle that people were told of for explained, and one they were not told of for a lost issue', () => {
    const cancelled = { kind: 'cycle', tasks: [{ ...created, status: 'cancelled' }], pulls: [] } as const;
    const told = withIssue({ state: 'closed', labels: ['agent'], comments: [comment('cycle')] });
    const wanted = { mayEnd: ['explained', 'pull'] } as const;
    expect(rules({ ...cancelled, ...told, ...wanted }, { undisturbed: true })).toEqual([]);
    const untold = withIssue({ state: 'closed', labels: ['agent'] });
    expect(rules({ ...cancelled, ...untold, ...wanted }, { undisturbed: true })).toEqual([
      'undisturbed, it works',
    ]);
    expect(rules({ ...cancelled, ...withIssue({ labels: ['agent'] }) })).toContain('one outcome');
    expect(rules({ ...cancelled, ...told, tasks: [{ ...created, status: 'queued' }] })).toContain(
      'one outcome',
    );
  });

  it('takes a result for lost with Redis only where nobody looks any more', () => {
    const silent = { labels: ['agent', 'agent/review'], comments: [comment('status')] };
    expect(rules(withIssue({ ...silent, state: 'closed' }), { recordsLost: true })).toEqual([]);
    expect(rules(withIssue({ ...silent, state: 'closed' }))).toEqual(['one outcome']);
    expect(rules(withIssue(silent), { recordsLost: true })).toEqual(['one outcome']);
  });

  it.each<[string, Partial<IssueSeen>]>([
    ['a completed task without a word', withIssue({ comments: [comment('status')] })],
    [
      'a completed task with the word of another one alone',
      withIssue({ comments: [{ ...comment('result'), marker: { ...OTHER, operation: 'result' } }] }),
    ],
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
    const twice = withIssue({ comments: [comment('result'), comment('question_1'), comment('question_1')] });
    expect(rules(twice)).toEqual(['no duplicate comment']);
    const unmarked = withIssue({
      comments: [comment('result'), comment(null, 'Hello.'), comment(null, 'Hello. ')],
    });
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
    expect(rules({}, { markers: [seen(2, 'pull_request'), seen(1, 'pull_request')] })).toEqual([
      'no write by a stale epoch',
    ]);
  });

  it('sees a comment by a run that had lost its task before the status told of the next one', () => {
    const seen = (epoch: number, operation: string) => {
      return { at: '', thread: 'acme/web#1', marker: { task: created.id, epoch, operation } };
    };
    const stale = ['no write by a stale epoch'];
    expect(rules({}, { markers: [seen(2, 'status'), seen(1, 'failure_1')] })).toEqual(stale);
    expect(rules({}, { markers: [seen(2, 'status'), seen(1, 'question_1')] })).toEqual(stale);
    expect(rules({}, { markers: [seen(1, 'status'), seen(1, 'failure_1'), seen(2, 'status')] })).toEqual([]);
    // The pull request is no word of the outbox, which may have begun to write before.
    expect(rules({}, { markers: [seen(2, 'pull_request'), seen(1, 'question_1')] })).toEqual([]);
    expect(
      rules({}, { markers: [seen(2, 'status'), seen(0, 'reply_7'), seen(1, 'budget_warning')] }),
    ).toEqual([]);
    expect(rules({}, { markers: [seen(2, 'status'), seen(1, 'failure_1')], recordsLost: true })).toEqual([]);
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

  it('sees writes that were given up, but for those to a repository that was archived', () => {
    const dead = { id: 'comment-1-a1b2c3-result', repo: 'acme/web', reason: 'Not Found' };
    expect(rules({}, { deadWrites: [dead] })).toEqual(['no write to GitHub is given up']);
    expect(rules({}, { deadWrites: [dead], archived: ['acme/other'] })).toHaveLength(1);
    expect(rules({}, { deadWrites: [dead], archived: ['acme/Web'] })).toEqual([]);
    expect(rules({}, { deadWrites: [{ ...dead, repo: null }] })).toHaveLength(1);
    expect(rules({}, { deadWrites: [{ ...dead, repo: null }], archived: ['acme/web'] })).toEqual([]);
  });

  it('names what is left behind', () => {
    expect(rules({}, { leftovers: ['a container'] })).toEqual(['nothing is left behind']);
  });
});
