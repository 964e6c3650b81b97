import { describe, expect, it } from 'vitest';
import {
  findMarker,
  isStatusOutdated,
  type Marker,
  markerData,
  type PendingQuestion,
  readShown,
  reconcile,
  renderMarker,
  restoreTask,
  type Task,
} from '../../src/index.ts';
import { aTask } from '../a-task.ts';

const ID = '12-a1b2c3';
const OPEN = { number: 5, nodeId: 'PR_5', state: 'open' as const };
const QUESTION: PendingQuestion = {
  ...{ kind: 'question', number: 1, requestId: 'que_1' },
  ...{ askedAt: '2026-01-01T00:00:00.000Z', deadline: '2026-01-04T00:00:00.000Z' },
  questions: [{ question: 'Which?', header: 'which', options: [], multiple: false, custom: true }],
};
const ANSWER = {
  ...{ to: 1, by: 'alice', at: '2026-01-01T00:00:00.000Z' },
  reply: { kind: 'answers' as const, answers: [['red']] },
};

/** Our comment about a task, as GitHub has it. */
function wrote(operation: string, changes: Partial<Task> = {}): Marker {
  const task = aTask({ epoch: 3, revision: 7, ...changes });
  const data = markerData(task, operation);
  return { task: task.id, epoch: task.epoch, operation, ...(data && { data }) };
}

function shown(markers: readonly Marker[], pull: typeof OPEN | null = null) {
  return readShown(
    ID,
    markers.map((ours) => ({ ours })),
    pull,
  );
}

const status = (changes: Partial<Task> = {}) => wrote('status', changes);
const asked = wrote('question_1', { question: QUESTION });
const WAITING = { status: 'waiting_human', questions: 1, question: QUESTION } as const;
const DONE = { status: 'completed', pull: OPEN, prUrl: 'https://github.com/acme/web/pull/5' } as const;
const FAILED = { status: 'failed', failure: { kind: 'agent', message: 'no' } } as const;

describe('a record that is lost', () => {
  it.each([
    ['nothing of ours', [], null, null],
    ['a comment that carries nothing', [{ task: ID, epoch: 1, operation: 'status' }], null, null],
    ['that it was queued', [status()], null, 'queued'],
    ['that it ran', [status({ status: 'running' })], null, 'queued'],
    ['that it ran, and what it asked then', [status({ status: 'running' }), asked], null, 'waiting_human'],
    ['that it waits, and for what', [status(WAITING), asked], null, 'waiting_human'],
    ['that it waits, but not for what', [status({ ...WAITING, question: null })], null, 'queued'],
    ['that what it asked was answered', [status({ questions: 1, answer: ANSWER }), asked], null, 'queued'],
    ['that what it asked was dealt with', [status({ questions: 1 }), asked], null, 'queued'],
    ['its open pull request alone', [], OPEN, 'completed'],
    ['that it ran, and its open pull request', [status({ status: 'running' })], OPEN, 'completed'],
    ['that it ran, and its result', [status({ status: 'running' }), wrote('result')], null, 'completed'],
    ['that it ran, and why it failed', [status({ status: 'running' }), wrote('failure_3')], null, 'failed'],
    ['that it was tried again after it failed', [wrote('failure_3'), status()], null, 'queued'],
    ['that it completed', [status(DONE), wrote('result')], null, 'completed'],
    ['that it failed', [status(FAILED), wrote('failure_3')], null, 'failed'],
    ['that it failed, and asked later', [status({ ...FAILED, epoch: 2 }), asked], null, 'waiting_human'],
    ['that it was cancelled', [status({ status: 'cancelled' })], null, 'cancelled'],
    ['that it was cancelled, and its pull request', [status({ status: 'cancelled' })], OPEN, 'cancelled'],
  ])('GitHub shows %s', (_what, markers, pull, wanted) => {
    const rule = reconcile({ record: null, shown: shown(markers, pull) });
    if (wanted === null) return expect(rule).toEqual({ rule: 'none' });
    expect(rule).toMatchObject({ rule: 'restore', standing: { status: wanted } });
    if (rule.rule !== 'restore') return;
    const restored = restoreTask(aTask(), rule.standing);
    expect(restored.epoch).toBeGreaterThanOrEqual(markers.length === 0 ? 0 : 3);
    expect(restored.question).toEqual(wanted === 'waiting_human' ? QUESTION : restored.answer && QUESTION);
    // Done once, there is nothing more to rebuild.
    expect(reconcile({ record: restored, shown: shown(markers, pull) }).rule).not.toBe('restore');
  });
});

describe('a record that is there', () => {
  const record = (changes: Partial<Task> = {}) => aTask({ epoch: 3, revision: 7, ...changes });
  it.each([
    ['agrees with GitHub', record(), [status()], 'none'],
    ['is ahead of GitHub', record({ revision: 9 }), [status()], 'none'],
    ['is of an epoch before', record({ epoch: 2, revision: 9 }), [status()], 'restore'],
    ['is of a change before', record({ revision: 6 }), [status()], 'restore'],
    ['does not know what was asked', record({ epoch: 2 }), [asked], 'none'],
    ['does not know its result', record({ epoch: 2 }), [status({ epoch: 2 }), wrote('result')], 'restore'],
    ['waits for what was never asked', record(WAITING), [status(WAITING)], 'say'],
    ['waits for what was asked', record(WAITING), [status(WAITING), asked], 'none'],
    ['failed and did not say why', record(FAILED), [status(FAILED)], 'say'],
    ['failed and said why', record(FAILED), [status(FAILED), wrote('failure_3')], 'none'],
    ['completed and did not say so', record(DONE), [status(DONE)], 'say'],
    ['completed, and nobody watches', record(DONE), [status(DONE), wrote('result')], 'watch'],
  ])('%s', (_what, task, markers, wanted) => {
    expect(reconcile({ record: task, shown: shown(markers), watched: false }).rule).toBe(wanted);
  });
});

const JOBS = ['none', 'waiting', 'delayed', 'active', 'ended'] as const;
const DROPPED = ['none', 'drop_job', 'drop_job', 'none', 'none'] as const;
const NEEDED = ['enqueue', 'none', 'none', 'none', 'enqueue'] as const;

/** A container of the task: whether its record names that one, and how its epoch is to the record's. */
const SANDBOXES = [
  { named: true, epoch: 3 },
  { named: true, epoch: 2 },
  { named: false, epoch: 3 },
  { named: false, epoch: 2 },
  { named: false, epoch: 4 },
] as const;
/** A container that no record names is that of the run which has the task now and has not written it down, or nobody's. */
const RUNNING = ['none', 'none', 'none', 'reap', 'reap'] as const;
const RESTING = ['none', 'none', 'reap', 'reap', 'reap'] as const;
const ENDED = ['reap', 'reap', 'reap', 'reap', 'reap'] as const;

const dependencies: Task['waitsFor'] = { kind: 'dependencies', issues: ['acme/web#1'], cycle: false };
const room = { kind: 'repository', limit: 1 } as const;

describe('the rule for every combination of record, job and container', () => {
  it.each<[string, Partial<Task> | null, readonly string[], readonly string[]]>([
    ['is lost', null, DROPPED, ENDED],
    ['is queued', { status: 'queued' }, NEEDED, RESTING],
    ['waits for room', { status: 'queued', waitsFor: room }, NEEDED, RESTING],
    ['waits for other issues', { status: 'queued', waitsFor: dependencies }, DROPPED, RESTING],
    ['is dispatched', { status: 'dispatched' }, NEEDED, RUNNING],
    ['is running', { status: 'running' }, NEEDED, RUNNING],
    ['waits for people', { status: 'waiting_human', question: QUESTION }, DROPPED, RESTING],
    ['is completed', DONE, DROPPED, ENDED],
    ['failed', FAILED, DROPPED, ENDED],
    ['was cancelled', { status: 'cancelled' }, DROPPED, ENDED],
  ])('of a task that %s', (_what, changes, byJob, bySandbox) => {
    const recordOf = (containerId: string | null) => changes && aTask({ epoch: 3, containerId, ...changes });
    const found: unknown[] = [];
    const wanted: unknown[] = [];
    for (const [i, job] of JOBS.entries()) {
      found.push([job, reconcile({ record: recordOf(null), job }).rule]);
      wanted.push([job, byJob[i]]);
      for (const [j, { named, epoch }] of SANDBOXES.entries()) {
        const record = recordOf(named ? 'c' : 'another');
        const sight = { record, job, sandbox: { id: 'c', epoch } };
        found.push([job, named, epoch, reconcile(sight).rule]);
        // Nobody owns the container, whatever its job is: it goes first.
        wanted.push([job, named, epoch, bySandbox[j] === 'reap' ? 'reap' : byJob[i]]);
      }
    }
    expect(found).toEqual(wanted);
  });
});

describe('what others forge', () => {
  const key = 'ours';
  const text = renderMarker(status(DONE), key);
  it.each([
    ['another epoch', text.replace('epoch=3', 'epoch=9')],
    ['another task', text.replace(ID, '13-a1b2c3')],
    ['another operation', text.replace('operation=status', 'operation=result')],
    ['other data', text.replace(/data=\S+/, `data=${status(FAILED).data}`)],
    ['no data', text.replace(/ data=\S+/, '')],
    ['another key', renderMarker(status(DONE), 'theirs')],
  ])('is no marker with %s', (_what, forged) => {
    expect(forged).not.toBe(text);
    expect(findMarker(forged, key)).toBeNull();
  });

  it('says nothing of this task where it is copied from another, or stands under another name', () => {
    const foreign = { ...status(DONE), task: '12-ffffff' };
    for (const ours of [foreign, null])
      expect(reconcile({ record: null, shown: readShown(ID, [{ ours }], null) })).toEqual({ rule: 'none' });
  });

  it('ends no HTML comment too early, whatever it carries', () => {
    const title = '--> <b>'.repeat(1_000);
    const marker = wrote('status', { title });
    expect(renderMarker(marker, key).slice(4, -3)).not.toContain('--');
    expect(findMarker(renderMarker(marker, key), key)).toEqual(marker);
  });
});

it('a task that waits for itself has it said, once', () => {
  const record = aTask({ waitsFor: { kind: 'dependencies', issues: ['a/b#1'], cycle: true } });
  expect(reconcile({ record, shown: shown([]) })).toEqual({ rule: 'say', operation: 'cycle' });
  expect(reconcile({ record, shown: shown([wrote('cycle')]) }).rule).not.toBe('say');
});

it.each<[string, Partial<Task>, boolean]>([
  ['the same', { status: 'running', revision: 9 }, false],
  ['another status', { status: 'cancelled' }, true],
  [
    'other issues that it waits for',
    { status: 'running', waitsFor: { kind: 'dependencies', issues: ['a/b#1'], cycle: true } },
    true,
  ],
])('a status comment is outdated by a record that says %s', (_what, changes, outdated) => {
  expect(isStatusOutdated(aTask(changes), shown([status({ status: 'running' })]))).toBe(outdated);
  expect(isStatusOutdated(aTask(changes), shown([]))).toBe(false);
});
