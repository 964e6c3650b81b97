import { expect, it } from 'vitest';
import {
  type Decision,
  decidePull,
  type FollowUp,
  newFollowUp,
  type PullThread,
  type Task,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';
import { aCheck, aPull, aRemark, aReview, NOW, ours, RULES, said } from './a-thread.ts';

const pull = { number: 13, nodeId: 'PR_13', state: 'open' as const };
const root = aTask({ status: 'completed', pull, prUrl: 'https://github.com/acme/web/pull/13' });

function followUp(changes: Partial<Task> = {}, triggers: string[] = []): Task {
  const what: FollowUp = { kind: 'command', triggers, author: 'ann', text: 'more' };
  const now = new Date(NOW);
  const task = newFollowUp({
    parent: root,
    root,
    pull: aPull(),
    followUp: what,
    round: 1,
    ask: false,
    now,
    humanMs: 1,
  });
  return { ...task, ...changes };
}

function decide(changes: Partial<PullThread>, latest: Task = root): Decision[] {
  return decidePull({ thread: aPull(changes), root, latest, rules: RULES });
}

function done(decisions: readonly Decision[]): string[] {
  return decisions.map((each) => each.do).filter((each) => each !== 'handled');
}

function begun(decisions: readonly Decision[]) {
  return decisions.find((each) => each.do === 'follow_up');
}

it('makes one follow-up of all reviews that ask for changes, with their remarks', () => {
  const [first, second] = [aReview(), aReview({ author: 'bob', body: '' })];
  const remark = aRemark({ reviewId: first.id });
  const loose = aRemark({ reviewId: null });
  const stranger = aReview({ trusted: false });
  const decisions = decide({ reviews: [first, second, stranger], remarks: [remark, loose] });
  expect(begun(decisions)).toMatchObject({
    round: 1,
    ask: false,
    followUp: {
      kind: 'review',
      triggers: [`review:${first.id}`, `review:${second.id}`, `remark:${remark.id}`],
      remarks: [{ author: 'rita', body: 'Please mend.' }],
      comments: [{ id: remark.id, path: 'src/a.ts', line: 3 }],
      reviewers: ['rita', 'bob'],
    },
  });
  const handled = decisions.flatMap((each) => (each.do === 'handled' ? [each.id] : []));
  expect(handled).toEqual([stranger.id, first.id, second.id, remark.id]);
});

it('leaves a review alone whose author approved since', () => {
  expect(done(decide({ reviews: [aReview(), aReview({ state: 'approved' })] }))).toEqual([]);
});

it('gathers everything that is open when somebody says fix, wherever', () => {
  const [review, remark] = [aReview({ state: 'commented', body: 'Hm.' }), aRemark()];
  const fix = said('/commander fix and the docs');
  const decisions = decide({ reviews: [review], remarks: [remark], comments: [fix] });
  expect(begun(decisions)?.followUp).toMatchObject({
    remarks: [
      { author: 'rita', body: 'Hm.' },
      { author: 'ann', body: 'and the docs' },
    ],
    comments: [{ id: remark.id }],
    reviewers: [],
  });
  expect(done(decisions)).toEqual(['react', 'follow_up']);
  expect(done(decide({ remarks: [aRemark({ body: '/commander fix' })] }))).toEqual(['react', 'follow_up']);
  expect(done(decide({ comments: [said('/commander fix')] }))).toEqual(['react', 'reply']);
});

it('does people before machines, reviews before commands, conflicts before checks', () => {
  const all = {
    reviews: [aReview()],
    comments: [said('/commander add a test')],
    mergeable: false,
    checks: 'failure' as const,
    failedChecks: [aCheck()],
  };
  const kind = (changes: Partial<PullThread>) => begun(decide({ ...all, ...changes }))?.followUp.kind;
  expect(kind({})).toBe('review');
  expect(kind({ reviews: [] })).toBe('command');
  expect(kind({ reviews: [], comments: [] })).toBe('conflict');
  expect(kind({ reviews: [], comments: [], mergeable: null })).toBe('checks');
  expect(kind({ reviews: [], comments: [], mergeable: null, checks: 'pending' })).toBeUndefined();
});

it('starts a flaky check once more first, and mends it when that did not help', () => {
  const flaky = aCheck({ log: 'read ECONNRESET' });
  const failing = (check: typeof flaky) => decide({ checks: 'failure', failedChecks: [check] });
  expect(failing(flaky)).toEqual([{ do: 'rerun', check: { id: 5, name: 'test' }, headSha: 'aaaa' }]);
  expect(done(failing({ ...flaky, rerun: true }))).toEqual(['follow_up']);
  expect(done(failing(aCheck({ conclusion: 'timed_out' })))).toEqual(['rerun']);
});

it('tries each head once, whatever comes between', () => {
  const failing = { checks: 'failure' as const, failedChecks: [aCheck()] };
  const failed = followUp({ status: 'failed' }, ['checks:aaaa']);
  expect(done(decide(failing, failed))).toEqual([]);
  expect(begun(decide({ ...failing, reviews: [aReview()] }, failed))?.followUp.triggers).toContain(
    'checks:aaaa',
  );
  expect(done(decide({ ...failing, headSha: 'bbbb' }, failed))).toEqual(['follow_up']);
  expect(done(decide({ ...failing, headSha: 'bbbb' }, followUp({ status: 'cancelled' })))).toEqual([]);
});

it('lets everything wait while a follow-up is open, but for what steers it', () => {
  const running = followUp({ status: 'running' });
  const comments = [said('/commander fix'), said('/commander also that'), said('/commander status')];
  const decisions = decide({ reviews: [aReview()], comments, mergeable: false }, running);
  expect(done(decisions)).toEqual(['react', 'react', 'react', 'reply']);
  expect(decisions.flatMap((each) => (each.do === 'handled' ? [each.id] : []))).toEqual([comments[2]?.id]);
});

it('drops what waited when somebody says stop', () => {
  const running = followUp({ status: 'running' });
  const review = aReview();
  const comments = [said('/commander fix'), said('/commander stop'), said('/commander but do this')];
  const decisions = decide({ reviews: [review], comments }, running);
  expect(done(decisions)).toEqual(['react', 'react', 'cancel', 'react']);
  const handled = decisions.flatMap((each) => (each.do === 'handled' ? [each.id] : []));
  expect(handled).toEqual([comments[0]?.id, comments[1]?.id, review.id]);
});

it('deals with nothing twice when a crash came before it was written down', () => {
  const review = aReview();
  const latest = followUp({ status: 'completed' }, [`review:${review.id}`]);
  expect(decide({ reviews: [review] }, latest)).toEqual([{ do: 'handled', what: 'review', id: review.id }]);
});

it('asks before more rounds than there may be', () => {
  const latest = followUp({ status: 'completed', round: 5 });
  expect(begun(decide({ reviews: [aReview()] }, latest))).toMatchObject({ round: 6, ask: true });
  const asking = newFollowUp({
    parent: latest,
    root,
    pull: aPull(),
    followUp: { kind: 'conflict', triggers: [], headSha: 'a' },
    round: 6,
    ask: true,
    now: new Date(NOW),
    humanMs: 1_000,
  });
  expect(asking).toMatchObject({
    status: 'waiting_human',
    round: 6,
    parentTaskId: latest.id,
    branch: root.branch,
    question: { kind: 'rounds', rounds: 5 },
  });
  const asked = ours(asking.id, 'question_1');
  expect(done(decide({ comments: [asked, said('/commander continue')] }, asking))).toEqual([
    'react',
    'react',
    'answer',
  ]);
  expect(done(decide({ comments: [asked, said('/commander continue 5')] }, asking))).toEqual([
    'react',
    'grant',
    'react',
    'answer',
  ]);
  expect(done(decide({ comments: [asked, said('/commander deny')] }, asking))).toEqual([
    'react',
    'react',
    'cancel',
  ]);
});

it.each(['merged', 'closed'] as const)('ends everything with a pull request that is %s', (state) => {
  const comments = [said('/commander add a test'), said('/commander retry')];
  const open = followUp({ status: 'running' });
  const decisions = decide(
    { state, reviews: [aReview()], remarks: [aRemark()], comments, mergeable: false },
    open,
  );
  expect(done(decisions)).toEqual(['cancel', 'pull_ended', 'react', 'reply', 'react', 'reply']);
  expect(decisions.filter((each) => each.do === 'handled')).toHaveLength(4);
  const ended = { ...root, pull: { ...pull, state } };
  expect(decidePull({ thread: aPull({ state }), root: ended, latest: ended, rules: RULES })).toEqual([]);
});

it('retries a failed follow-up, and never obeys strangers', () => {
  expect(done(decide({ comments: [said('/commander retry')] }, followUp({ status: 'failed' })))).toEqual([
    'react',
    'retry',
  ]);
  const stranger = { author: 'mallory', trusted: false };
  const strange = {
    comments: [said('/commander fix', stranger)],
    reviews: [aReview(stranger)],
    remarks: [aRemark({ ...stranger, body: '/commander fix' })],
  };
  expect(done(decide(strange))).toEqual(['reply']);
});

it.each(['help', 'status', 'approve', 'model a/b', 'stop', 'priority high'])(
  'says that a pull request has ended in reply to %s',
  (command) => {
    const ended = { ...root, pull: { ...pull, state: 'merged' as const } };
    const thread = aPull({ state: 'merged', comments: [said(`/commander ${command}`)] });
    const decisions = decidePull({ thread, root: ended, latest: ended, rules: RULES });
    const [reply, ...more] = decisions.filter((each) => each.do === 'reply');
    expect(more).toEqual([]);
    expect(reply?.do === 'reply' && reply.body).toMatch(/^The pull request is merged/);
    expect(done(decisions)).toEqual(['react', 'reply']);
  },
);

it('follows a pull request again that is opened again, and hears nothing before that', () => {
  const closed = { ...root, pull: { ...pull, state: 'closed' as const } };
  const heard = (status: Task['status']) => {
    const task = { ...closed, status };
    const thread = aPull({ comments: [said('/commander add a test')] });
    return decidePull({ thread, root: task, latest: task, rules: RULES });
  };
  expect(heard('cancelled')).toEqual([{ do: 'pull_reopened', taskId: root.id }]);
  // The issue is being worked on anew: that run finds the pull request.
  expect(heard('running')).toEqual([]);
});

it('leaves an issue alone that was begun anew, whatever is said on its closed pull request', () => {
  const anew = { ...root, status: 'running' as const, pull: { ...pull, state: 'closed' as const } };
  const thread = aPull({ state: 'closed', comments: [said('Pity.')] });
  expect(done(decidePull({ thread, root: anew, latest: anew, rules: RULES }))).toEqual([]);
});

it('says where to answer, once, to who answers in a review', () => {
  const asking = followUp({
    status: 'waiting_human',
    questions: 1,
    question: {
      kind: 'permission',
      number: 1,
      askedAt: NOW,
      deadline: NOW,
      requestId: 'r',
      permission: 'bash',
      patterns: [],
    },
  });
  const comments = [ours(asking.id, 'question_1')];
  const body = '/commander approve';
  const reviews = [aReview({ state: 'commented', body }), aReview({ state: 'commented', body })];
  const decisions = decide({ comments, reviews, remarks: [aRemark({ body })] }, asking);
  expect(done(decisions)).toEqual(['reply', 'react']);
  expect(decisions.filter((each) => each.do === 'handled')).toHaveLength(3);
  const question = {
    kind: 'question' as const,
    number: 1,
    askedAt: NOW,
    deadline: NOW,
    requestId: 'r',
    questions: [
      {
        question: 'Which?',
        header: 'w',
        options: [{ label: 'red', description: '' }],
        multiple: false,
        custom: false,
      },
    ],
  };
  const words = [
    aReview({ state: 'commented', body: 'red' }),
    aReview({ state: 'commented', body: 'Nice.' }),
  ];
  expect(done(decide({ comments, reviews: words }, { ...asking, question }))).toEqual(['reply']);
});
