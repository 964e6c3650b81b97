import { EXIT_CODES, type PendingQuestion } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** An issue's task that waits in the queue, by its issue and its id. */
async function queued(): Promise<{ issue: string; id: string }> {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const found = (await rig.store.list()).find(({ source }) => issue === `${source.repo}#${source.number}`);
  if (found === undefined) throw new Error(`${issue} has no task`);
  return { issue, id: found.id };
}

async function waiting(): Promise<{ id: string }> {
  const { id } = await queued();
  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'h', at });
  await rig.queues.tasks.remove(`run-${id}`);
  await rig.store.change({ id, epoch, status: 'running', at });
  const asked = {
    question: 'Which?',
    header: 'which',
    options: ['red', 'blue'].map(option),
    multiple: false,
  };
  const question: PendingQuestion = {
    kind: 'question',
    number: 1,
    askedAt: at,
    deadline: new Date(Date.now() + 3_600_000).toISOString(),
    requestId: 'q',
    questions: [{ ...asked, custom: true }],
  };
  await rig.store.change({ id, epoch, status: 'waiting_human', patch: { question, questions: 1 }, at });
  return { id };
}

function option(label: string) {
  return { label, description: '' };
}

it('moves a task in the queue, before another one or to its end', { timeout: 120_000 }, async () => {
  const [first, second] = [await queued(), await queued()];
  const moved = await rig.call(['queue', 'move', second.issue, '--before', first.issue]);
  expect(moved).toMatchObject({
    code: 0,
    stdout: [expect.stringMatching(/is queued.* number 1 in the queue/)],
  });
  const back = await rig.call(['queue', 'move', second.id, '--to', 'back', '--json']);
  expect(JSON.parse(back.stdout.join())).toMatchObject({ moved: true, task: { id: second.id } });
  const listed = await rig.call(['queue', 'list', '--repo', 'acme/web', '--limit', '1', '--json']);
  expect(JSON.parse(listed.stdout.join())).toMatchObject({ total: 2, queue: [{ task: { id: first.id } }] });
  const at = new Date().toISOString();
  for (const { id } of [first, second]) {
    await rig.store.change({ id, epoch: 0, status: 'cancelled', at });
    await rig.queues.tasks.remove(`run-${id}`);
  }
  const late = await rig.call(['queue', 'move', second.id, '--to', 'front']);
  expect(late.code).toBe(EXIT_CODES.configuration);
  expect(late.stderr.join()).toContain('was cancelled, and only what waits');
  const neither = await rig.call(['queue', 'move', second.id]);
  expect(neither.code).toBe(EXIT_CODES.configuration);
  expect(neither.stderr.join()).toContain('name either before or to');
});

it('moves, stops and retries tasks, by id or by issue', { timeout: 60_000 }, async () => {
  const { issue, id } = await queued();
  const moved = await rig.call(['queue', 'prioritize', issue, 'critical']);
  expect(moved).toMatchObject({
    code: 0,
    stdout: [expect.stringMatching(/\(critical\) is queued.*number 1/)],
  });
  const unasked = await rig.call(['queue', 'cancel', id]);
  expect(unasked.code).toBe(EXIT_CODES.configuration);
  expect(unasked.stderr.join()).toContain('add -y');
  const stopped = await rig.call(['queue', 'cancel', id, '-y', '--reason', 'by hand', '--json']);
  expect(JSON.parse(stopped.stdout.join())).toMatchObject({ stopped: true, task: { status: 'cancelled' } });
  const retried = await rig.call(['queue', 'retry', issue, '--json']);
  expect(JSON.parse(retried.stdout.join())).toMatchObject({ retried: true, task: { status: 'queued' } });
  const said = (await rig.store.readEvents(id)).map(({ event }) => 'message' in event && event.message);
  expect(said).toEqual(expect.arrayContaining(['tried again, by cli']));
});

it('shows what is asked, and takes the answer as a comment would give it', { timeout: 60_000 }, async () => {
  const { id } = await waiting();
  const { stdout } = await rig.call(['show', id]);
  expect(stdout.join('\n')).toMatch(
    /waiting_human[\s\S]*Which\?\n +1\. red\n +2\. blue\n[\s\S]*commander answer/,
  );
  const answered = await rig.call(['answer', id, '2', '--json']);
  expect(JSON.parse(answered.stdout.join())).toMatchObject({ answered: true, task: { status: 'queued' } });
  expect((await rig.store.get(id))?.answer).toMatchObject({ by: 'cli', reply: { answers: [['blue']] } });
});

it('adds money and chooses models, and says what is no amount, model or task', async () => {
  const { id } = await queued();
  const granted = await rig.call(['budget', id, '2.50']);
  expect(granted).toMatchObject({ code: 0, stdout: [expect.stringContaining('$2.50 added by people')] });
  expect((await rig.store.get(id))?.grants).toMatchObject([{ usd: 2.5 }]);
  expect(await rig.call(['model', id, 'simulated/other'])).toMatchObject({ code: 0, stderr: [] });
  expect((await rig.store.get(id))?.model).toBe('simulated/other');
  expect(await rig.call(['model', id, 'simulatde/other'])).toMatchObject({
    code: 0,
    stderr: [expect.stringContaining('no [llm.simulatde]')],
  });
  await rig.call(['model', id, '--repository']);
  expect((await rig.store.get(id))?.model).toBeNull();
  for (const args of [
    ['budget', id, 'much'],
    ['model', id],
    ['show', '9-aaaaaa'],
    ['queue', 'prioritize', id, 'now'],
  ]) {
    const { code, stderr } = await rig.call(args);
    expect(code).toBe(EXIT_CODES.configuration);
    expect(stderr).toHaveLength(1);
  }
});
