import { EXIT_CODES } from '@opencode-commander/task';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { dispatch, InputError, OPERATION_NAMES, OPERATIONS, runOperation } from '../src/index.ts';
import { LATER, startControl } from './a-control.ts';
import { asked } from './asked.ts';

describe.each(OPERATION_NAMES)('%s', (name) => {
  const { input, output, effect, repeatable } = OPERATIONS[name];

  it('has schemas that JSON Schema can say, each field of the input with what it is', () => {
    const { properties = {} } = z.toJSONSchema(input, { io: 'input' });
    for (const [field, schema] of Object.entries(properties))
      expect(schema, field).toMatchObject({ description: expect.stringMatching(/\w/) });
    expect(z.toJSONSchema(output).type).toBe('object');
  });

  it('leaves it to whoever offers it to say who asks', () => {
    expect(Object.keys(input.shape)).not.toEqual(expect.arrayContaining(['by']));
  });

  it('can be asked for again where it only reads', () => {
    expect(effect !== 'reads' || repeatable).toBe(true);
  });
});

test('what has been changed stands in the log of the task, with who asked', async () => {
  await using control = startControl();
  const by = asked(control);
  const github_issue_url = control.file({ number: 1 });
  const { task } = await OPERATIONS.dispatch.run(by, { github_issue_url });
  const { id: task_id } = task;
  const twice = async (ask: () => Promise<unknown>) => {
    await ask();
    await ask();
  };
  await twice(() => OPERATIONS.dispatch.run(by, { github_issue_url }));
  await twice(() => OPERATIONS['queue.prioritize'].run(by, { task_id, priority: 'low' }));
  await twice(() => OPERATIONS['model.choose'].run(by, { task_id, model: 'a/one' }));
  await twice(() => OPERATIONS['budget.grant'].run(by, { task_id, usd: 3, request: 'r' }));
  await twice(() => OPERATIONS['queue.cancel'].run(by, { task_id, reason: 'wrong' }));
  await OPERATIONS['queue.retry'].run(by, { task_id });
  // Whoever stops it once more is heard.
  expect(await OPERATIONS['queue.cancel'].run(by, { task_id })).toMatchObject({ stopped: true });

  const { events, more } = await OPERATIONS.logs.run(by, { task_id });
  const messages = events.map(({ event }) => ('message' in event ? event.message : ''));
  expect(messages.filter((message) => message.endsWith('by octocat'))).toEqual([
    'queued, by octocat',
    'its priority is low now, by octocat',
    'its model is a/one now, by octocat',
    '$3.00 added to its budget, by octocat',
    'wrong, by octocat',
    'tried again, by octocat',
    'stopped, by octocat',
  ]);
  expect(more).toBe(false);
});

test.each([
  ['queue.prioritize', { priority: 'low' }],
  ['model.choose', { model: 'a/one' }],
  ['budget.grant', { usd: 3 }],
  ['answer', { reply: 'approve' }],
  ['queue.move', { to: 'front' }],
  ['queue.cancel', {}],
] as const)('%s of a task that has ended is an error that says so', async (name, input) => {
  await using control = startControl();
  const id = await control.run(1);
  const { epoch = 0 } = (await control.store.get(id)) ?? {};
  await control.store.change({ id, epoch, status: 'failed', at: LATER });
  const before = await control.store.get(id);
  const asking = runOperation(OPERATIONS[name], asked(control), { task_id: id, ...input });
  await expect(asking).rejects.toThrow(/^Task \S+ has failed, and .*: commander queue retry tries it again$/);
  await expect(asking).rejects.toMatchObject({ exitCode: EXIT_CODES.configuration });
  expect(await control.store.get(id)).toEqual(before);
});

test('each grant without a name adds', async () => {
  await using control = startControl();
  const by = asked(control);
  const task_id = await control.queue(1);
  for (const usd of [1, 2])
    expect(await OPERATIONS['budget.grant'].run(by, { task_id, usd })).toMatchObject({ granted: true });
  expect(await OPERATIONS['budget.grant'].run(by, { task_id, usd: 0.5 })).toMatchObject({
    ...{ added_usd: 3.5, limit_usd: 8.5 },
  });
  expect((await control.store.get(task_id))?.grants.map(({ usd }) => usd)).toEqual([1, 2, 0.5]);
});

test('so do twenty at the same moment', async () => {
  await using control = startControl();
  const now = new Date();
  const by = { ...asked(control), now: () => now };
  const task_id = await control.queue(1);
  const grants = Array.from({ length: 20 }, () => OPERATIONS['budget.grant'].run(by, { task_id, usd: 1 }));
  for (const granted of await Promise.all(grants)) expect(granted.granted).toBe(true);
  expect((await control.store.get(task_id))?.grants).toHaveLength(20);
});

test('an answer says who gave it', async () => {
  await using control = startControl();
  const question = { number: 1, kind: 'permission' as const, requestId: 'r', permission: 'x', patterns: [] };
  const task_id = await control.ask(1, { ...question, askedAt: LATER, deadline: LATER });
  await OPERATIONS.answer.run(asked(control), { task_id, reply: { kind: 'approve' } });
  expect((await control.store.get(task_id))?.answer?.by).toBe('octocat');
});

const ASKED = { number: 1, askedAt: LATER, deadline: LATER };
const CHOICE = {
  question: 'Which?',
  header: '',
  multiple: false,
  custom: false,
  options: [
    { label: 'A', description: '' },
    { label: 'B', description: '' },
  ],
};

test.each([
  ['2', { ...ASKED, kind: 'question' as const, requestId: 'r', questions: [CHOICE] }, { answers: [['B']] }],
  ['approve', { ...ASKED, kind: 'edited' as const, title: 't', body: 'b' }, { kind: 'approve' }],
  [
    'continue 5',
    { ...ASKED, kind: 'budget' as const, scope: 'task' as const, spentUsd: 1, limitUsd: 1 },
    { usd: 5 },
  ],
])('%s in words is an answer', async (words, question, reply) => {
  await using control = startControl();
  const task_id = await control.ask(1, question);
  const by = asked(control);
  expect(await OPERATIONS.answer.run(by, { task_id, reply: words })).toMatchObject({ answered: true });
  expect((await control.store.get(task_id))?.answer).toMatchObject({ by: 'octocat', reply });
  expect(await OPERATIONS.answer.run(by, { task_id, reply: words })).toMatchObject({ answered: false });
});

test('words that are no answer change nothing, and are told what would be one', async () => {
  await using control = startControl();
  const task_id = await control.ask(1, { ...ASKED, kind: 'question', requestId: 'r', questions: [CHOICE] });
  const answering = OPERATIONS.answer.run(asked(control), { task_id, reply: 'whatever' });
  await expect(answering).rejects.toThrow(/question 1: answer with the number of an option/);
  expect((await control.store.get(task_id))?.status).toBe('waiting_human');
});

test('one task is shown', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  const shown = await OPERATIONS['tasks.show'].run(asked(control), { task_id: task.id });
  expect(shown.task).toMatchObject({ id: task.id, status: 'queued' });
});

test.each([
  [{ task_id: '12-abcdef', prority: 'low' }, /priority: .*; Unrecognized key: "prority"/],
  [{ task_id: 'x', priority: 'low' }, /^task_id: write the id of a task, such as 12-a1b2c3; [^\n]*$/],
  ['words', /expected object/],
])('input %o is refused with what is wrong about it', async (input, line) => {
  await using control = startControl();
  const running = runOperation(OPERATIONS['queue.prioritize'], asked(control), input);
  await expect(running).rejects.toThrow(InputError);
  await expect(running).rejects.toThrow(line);
});

test.each([
  ['answer', { task_id: '12-abcdef', reply: '' }, 'reply: must not be empty'],
  [
    'sessions.create',
    { instance: 'real', directory: 'p1\n' },
    'directory: must be a path of 1 to 1000 characters, without control characters',
  ],
] as const)('what %s takes for wrong in %j is said in words', async (name, given, words) => {
  await using control = startControl();
  await expect(runOperation(OPERATIONS[name], asked(control), given)).rejects.toThrow(words);
});
