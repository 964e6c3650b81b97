import { TaskNotFoundError } from '@opencode-commander/queue';
import { type PendingQuestion, type Reply, unvouchedText } from '@opencode-commander/task';
import { describe, expect, test } from 'vitest';
import { answerQuestionOutputSchema } from '../src/answer-question.ts';
import { AnswerDoesNotFitError, answerQuestion } from '../src/index.ts';
import { epochOf, LATER, startControl } from './a-control.ts';

const asked = { number: 1, askedAt: LATER, deadline: '2026-01-05T00:00:00.000Z' };
const question: PendingQuestion = {
  ...asked,
  kind: 'question',
  requestId: 'q1',
  questions: [
    {
      question: 'Which?',
      header: 'Which',
      options: [{ label: 'A', description: '' }],
      multiple: false,
      custom: true,
    },
  ],
};
const edited: PendingQuestion = { ...asked, kind: 'edited', title: 'New title', body: 'New body' };
const rounds: PendingQuestion = { ...asked, kind: 'rounds', rounds: 5 };
const budget: PendingQuestion = { ...asked, kind: 'budget', scope: 'task', spentUsd: 5, limitUsd: 5 };

const answers: Reply = { kind: 'answers', answers: [['A']] };
const approve: Reply = { kind: 'approve' };

test('the answer is kept for the run that takes the task up, which is queued', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, question);
  const result = await answerQuestion(control, { task_id, question: 1, by: 'ann', reply: answers });
  expect(answerQuestionOutputSchema.parse(result)).toEqual(result);
  expect(result).toMatchObject({ answered: true, task: { status: 'queued', question: null } });
  expect(await control.store.get(task_id)).toMatchObject({
    question,
    answer: { to: 1, by: 'ann', reply: answers, at: expect.any(String) },
    runs: 1,
  });
  expect(await control.queues.tasks.getPrioritizedCount()).toBe(1);
});

test('of many answers at once one counts, and a repeated one changes nothing', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, question);
  const people = ['ann', 'bob', 'cem', 'dee', 'eve'];
  const all = await Promise.all(
    people.map((by) => answerQuestion(control, { task_id, by, reply: { kind: 'answers', answers: [[by]] } })),
  );
  expect(all.filter(({ answered }) => answered)).toHaveLength(1);
  const kept = (await control.store.get(task_id))?.answer;
  const again = await answerQuestion(control, { task_id, question: 1, by: 'zoe', reply: answers });
  expect(again.answered).toBe(false);
  expect((await control.store.get(task_id))?.answer).toEqual(kept);
  expect(await control.queues.tasks.getPrioritizedCount()).toBe(1);
});

test('an answer to another question, or to none, is not taken', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, { ...question, number: 2 });
  expect(await answerQuestion(control, { task_id, question: 1, by: 'ann', reply: answers })).toMatchObject({
    answered: false,
    task: { status: 'waiting_human', question: { number: 2 } },
  });
  const working = await control.run(2);
  const early = await answerQuestion(control, { task_id: working, by: 'ann', reply: answers });
  expect(early).toMatchObject({ answered: false, task: { status: 'running' } });
});

test('when only the job got lost, answering again brings it back', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, question);
  await answerQuestion(control, { task_id, by: 'ann', reply: answers });
  await control.queues.tasks.remove(`run-${task_id}`);
  await answerQuestion(control, { task_id, by: 'ann', reply: answers });
  expect(await control.queues.tasks.getPrioritizedCount()).toBe(1);
});

test.each([
  [question, approve],
  [rounds, answers],
  [edited, { kind: 'continue', usd: 5 }],
  [budget, approve],
] as const)('an answer of another kind than %o takes is refused', async (pending, reply) => {
  await using control = startControl();
  const task_id = await control.ask(1, pending);
  const error: unknown = await answerQuestion(control, { task_id, by: 'ann', reply }).catch(
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(AnswerDoesNotFitError);
  expect(error).toMatchObject({ message: expect.stringContaining(`of ${pending.kind}: answer it with`) });
  expect(await control.store.get(task_id)).toMatchObject({ status: 'waiting_human', answer: null });
});

describe('what commander itself asks', () => {
  test('a changed text is taken', async () => {
    await using control = startControl();
    const task_id = await control.ask(1, edited);
    await answerQuestion(control, { task_id, by: 'ann', reply: approve });
    const task = await control.store.get(task_id);
    expect(task).toMatchObject({ status: 'queued', title: 'New title', body: 'New body', question: edited });
  });

  test('a session that knows the older text is left behind', async () => {
    await using control = startControl();
    const task_id = await control.ask(1, edited);
    const patch = { containerId: 'c', sessionId: 's' };
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      patch,
      at: LATER,
    });
    await answerQuestion(control, { task_id, by: 'ann', reply: approve });
    expect(await control.store.get(task_id)).toMatchObject({ containerId: null, sessionId: null });
  });

  test.each([
    [approve, { status: 'queued', title: 'New title', body: 'New body' }],
    [{ kind: 'deny' }, { status: 'cancelled', body: '' }],
  ] as const)('where nobody vouched for any other text: %j', async (reply, expected) => {
    await using control = startControl();
    const task_id = await control.ask(1, edited);
    await control.store.change({
      id: task_id,
      epoch: await epochOf(control.store, task_id),
      patch: unvouchedText(1),
      at: LATER,
    });
    await answerQuestion(control, { task_id, by: 'ann', reply });
    expect(await control.store.get(task_id)).toMatchObject(expected);
    expect(await control.queues.tasks.getPrioritizedCount()).toBe(reply.kind === 'approve' ? 1 : 0);
  });

  test('or not', async () => {
    await using control = startControl();
    const task_id = await control.ask(1, edited);
    await answerQuestion(control, { task_id, by: 'ann', reply: { kind: 'deny' } });
    expect(await control.store.get(task_id)).toMatchObject({
      status: 'queued',
      body: 'Please.',
      // Whoever looks at the issue sees that it was asked about this text.
      question: edited,
      answer: { reply: { kind: 'deny' } },
    });
  });

  test.each([
    [approve, 'queued'],
    [{ kind: 'continue', usd: null }, 'queued'],
    [{ kind: 'deny' }, 'cancelled'],
  ] as const)('one more follow-up: %j makes it %s', async (reply, status) => {
    await using control = startControl();
    const task_id = await control.ask(1, rounds);
    const result = await answerQuestion(control, { task_id, by: 'ann', reply });
    expect(result).toMatchObject({ answered: true, task: { status } });
    const jobs = await control.queues.tasks.getPrioritizedCount();
    expect(jobs).toBe(status === 'queued' ? 1 : 0);
  });
});

test('a task whose people give no more money is cancelled', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, budget);
  const result = await answerQuestion(control, { task_id, by: 'ann', reply: { kind: 'deny' } });
  expect(result).toMatchObject({ answered: true, task: { status: 'cancelled' } });
  expect(await control.queues.tasks.getPrioritizedCount()).toBe(0);
});

test('continue with dollars grants them once', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, budget);
  const reply: Reply = { kind: 'continue', usd: 5 };
  await answerQuestion(control, { task_id, by: 'ann', reply });
  await answerQuestion(control, { task_id, by: 'ann', reply });
  expect(await control.store.get(task_id)).toMatchObject({
    answer: { reply },
    question: budget,
    grants: [{ by: 'question:1', usd: 5 }],
  });
});

test.each([
  [{ task_id: 'nonsense', by: 'ann', reply: approve }],
  [{ task_id: '1-abcdef', by: '', reply: approve }],
  [{ task_id: '1-abcdef', by: 'ann', reply: { kind: 'continue' as const, usd: -1 } }],
])('refuses %j', async (input) => {
  await using control = startControl();
  await expect(answerQuestion(control, input)).rejects.toThrow();
});

test('a task that is not there is an error that says so', async () => {
  await using control = startControl();
  const answering = answerQuestion(control, { task_id: '1-abcdef', by: 'ann', reply: approve });
  await expect(answering).rejects.toThrow(TaskNotFoundError);
});
