import { fileURLToPath } from 'node:url';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, call } from '@opencode-commander/simulators';
import { expect, it, vi } from 'vitest';
import { atWork, heldWork, release, told } from './held-task.ts';
import { createRig } from './rig.ts';

const HURRIED = fileURLToPath(new URL('hurried-dispatcher.ts', import.meta.url));
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

it('a dispatcher that was frozen for longer than its lock leaves its task to whoever has it, and has people asked when that one dies between a question and the end of the turn', {
  timeout: 300_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = rig.spawn(HURRIED);
  const task = await rig.task({ repo: 'acme/web', steps: heldWork });
  const { id, branch } = task;
  const before = await atWork(rig, task);
  const second = rig.spawn(HURRIED);
  const seen = () => dispatcherRegistry(rig.queues).list();
  await vi.waitFor(async () => expect(await seen()).toHaveLength(2), { timeout: 60_000, interval: 100 });

  // Nobody answers the agent's requests any more: it is told to go on.
  const ask = call('commander_ask_human', { question: 'Which colour?' });
  rig.script(before, [...heldWork.slice(0, 1), ask, bash('sleep 600')]);
  first.kill('SIGSTOP');
  const taken = await rig.when(id, ({ runs, status }) => runs === 2 && status === 'running');
  first.kill('SIGCONT');

  const idle = { id: before.dispatcher, running: [] };
  await vi.waitFor(async () => expect(await seen()).toContainEqual(expect.objectContaining(idle)), {
    timeout: 30_000,
    interval: 100,
  });
  await release(rig, taken);
  const { containerId, sessionId } = before;
  const { epoch, dispatcher } = taken;
  expect(dispatcher).not.toBe(before.dispatcher);
  const asked = await rig.when(id, ({ question }) => question !== null);
  expect(asked).toMatchObject({ status: 'running', runs: 2, crashes: 0, epoch, dispatcher, sessionId });

  second.kill('SIGKILL');
  const waiting = await rig.when(id, ({ status }) => status === 'waiting_human');
  expect(waiting).toMatchObject({ crashes: 1, runs: 3, questions: 1, containerId, sessionId });
  expect(waiting.dispatcher).toBe(before.dispatcher);
  expect(waiting.question).toMatchObject({ number: 1, questions: [{ question: 'Which colour?' }] });
  const comments = (await rig.outbox()).filter(({ kind }) => kind === 'comment');
  expect(comments).toMatchObject([{ taskId: id, operation: 'question_1' }]);

  rig.script(waiting, heldWork.slice(1));
  await rig.answer(id, { kind: 'answers', answers: [['Blue']] });
  const ended = await rig.ended(id);
  expect(ended).toMatchObject({ status: 'completed', attempts: 0, crashes: 1, containerId, sessionId });
  const texts = rig.model.requests
    .at(-1)
    ?.conversation.messages.flatMap(({ role, text }) => (role === 'user' ? [text] : []));
  expect(texts?.join()).toMatch(/colour[\s\S]*Blue/);
  // The work, to go on, the answer, and what was asked of it in the end.
  expect(told(rig, before)).toEqual({ prompts: 1, turns: 4 });
  expect(await rig.files('acme/web', branch)).toContain('slow.txt');
  expect(rig.github.pulls('acme/web')).toHaveLength(1);
});
