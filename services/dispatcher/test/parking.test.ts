import { findSandbox, removeSandboxes } from '@opencode-commander/sandbox';
import { bash, question, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DispatcherService, instanceOf } from '../src/index.ts';
import { createRig, type Rig } from './rig.ts';

const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const colour = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];
const waits = ({ status }: { status: string }) => status === 'waiting_human';

/** What the model was told after its tool call. */
function toldTo(rig: Rig): string {
  return JSON.stringify(rig.model.requests.at(-1)?.body.messages);
}

describe('a task that waits for a person, kept warm', () => {
  let rig: Rig;
  let dispatcher: DispatcherService;

  beforeAll(async () => {
    rig = await createRig({ repositories, env: { COMMANDER_AGENT_ASK: 'edit' } });
    dispatcher = await rig.start();
  }, 120_000);
  afterAll(() => rig[Symbol.asyncDispose]());

  it('frees its slot and is answered in place, and is told what people permit and deny', {
    timeout: 180_000,
  }, async () => {
    const { id } = await rig.task({
      repo: 'acme/web',
      steps: [
        ...[colour, bash('echo a > a.txt'), write('may.txt', 'a\n'), write('must-not.txt', 'a\n')],
        ...[bash('echo b > b.txt'), push, described],
      ],
    });

    const waiting = await rig.when(id, waits);

    expect(waiting.question).toMatchObject({
      kind: 'question',
      number: 1,
      questions: [{ question: 'Which colour?' }],
    });
    expect(waiting.workedMs).toBeGreaterThan(0);
    expect(await rig.outbox()).toContainEqual(
      expect.objectContaining({ kind: 'comment', taskId: id, operation: 'question_1' }),
    );
    expect(await rig.containers(dispatcher.podman)).toMatchObject([
      { id: waiting.containerId, running: true },
    ]);
    await rig.answer(id, { kind: 'answers', answers: [['Blue']] });
    for (const [kind, questions] of [
      ['approve', 2],
      ['deny', 3],
    ] as const) {
      const asking = await rig.when(id, (task) => waits(task) && task.questions === questions);
      expect(asking.question).toMatchObject({ kind: 'permission', permission: 'edit' });
      await rig.answer(id, { kind });
    }
    const ended = await rig.ended(id);
    expect(ended).toMatchObject({
      status: 'completed',
      runs: 4,
      question: null,
      answer: null,
      questions: 3,
    });
    expect(ended.containerId).toBe(waiting.containerId);
    expect(ended.workedMs).toBeGreaterThan(waiting.workedMs);
    expect(toldTo(rig)).toContain('Blue');
    expect(rig.model.requests.map(({ conversation }) => conversation.prompt).join()).not.toContain(
      'interrupted',
    );
    // What was told before the question is not told again.
    const events = (await rig.store.readEvents(id)).map(({ event }) => event);
    const asked = events.filter((event) => event.type === 'tool' && event.tool === 'question');
    expect(asked.filter((event) => event.type === 'tool' && event.state === 'completed')).toHaveLength(1);
    expect(await rig.files('acme/web', ended.branch)).toEqual(['README.md', 'a.txt', 'b.txt', 'may.txt']);
  });

  it('begins anew, and is told question and answer, soon when its agent took the way to itself away, and when its container is gone', {
    timeout: 240_000,
  }, async () => {
    const size = question({ question: 'Which size?', options: ['Small', 'Large'] });
    const { id } = await rig.task({ repo: 'acme/web', steps: [colour, push, described] });
    const waiting = await rig.when(id, waits);
    const found = await findSandbox(dispatcher.podman, waiting.containerId ?? '');
    if (!found?.running) throw new Error('it does not run');
    const limits = { timeoutMs: 10_000, maxBytes: 1_000 };
    await found.sandbox.exec(['rm', '/run/commander/agent/agent.sock'], limits);
    await found.sandbox.letGo();
    rig.script(waiting, [size, push, described]);
    const answeredAt = performance.now();
    await rig.answer(id, { kind: 'answers', answers: [['Blue']] });
    const running = await rig.when(id, ({ status }) => status === 'running');
    expect(performance.now() - answeredAt).toBeLessThan(60_000);
    expect(running.containerId).not.toBe(waiting.containerId);

    const again = await rig.when(id, (task) => waits(task) && task.questions === 2);
    expect(again.sessionId).not.toBe(waiting.sessionId);
    expect(rig.model.requests.at(-1)?.conversation.prompt).toMatch(/Which colour\?[\s\S]*Blue/);
    await removeSandboxes(dispatcher.podman, { instance: instanceOf(rig.config) });
    rig.script(waiting, [bash('echo a > anew.txt'), push, described]);
    await rig.answer(id, { kind: 'answers', answers: [['Large']] });

    const ended = await rig.ended(id);
    expect(ended).toMatchObject({ status: 'completed', runs: 3, attempts: 0, question: null, answer: null });
    expect(ended.sessionId).not.toBe(again.sessionId);
    expect(rig.model.requests.at(-1)?.conversation.prompt).toMatch(/Which size\?[\s\S]*Large/);
    expect(await rig.files('acme/web', ended.branch)).toContain('anew.txt');
    await expect.poll(() => rig.containers(dispatcher.podman), { timeout: 10_000 }).toEqual([]);
  });
});

describe('a task that waits for a person for long', () => {
  it('goes on in its session under another dispatcher, its container started again, its repository renamed', {
    timeout: 180_000,
  }, async () => {
    await using rig = await createRig({ repositories, env: { COMMANDER_CONTAINERS_KEEP_WARM: '1s' } });
    const first = await rig.start();
    const { id } = await rig.task({
      repo: 'acme/web',
      steps: [bash('true'), colour, write('a.txt', 'a\n'), push, described],
    });
    await rig.when(id, waits);
    await expect
      .poll(() => rig.containers(first.podman), { timeout: 30_000 })
      .toMatchObject([{ running: false }]);
    await first.stop();
    const waiting = await rig.store.get(id);
    expect(waiting).toMatchObject({ status: 'waiting_human' });

    await rig.github.renameRepository({ repo: 'acme/web', name: 'site' });
    const second = await rig.start();
    await rig.answer(id, { kind: 'answers', answers: [['Blue']] });
    const ended = await rig.ended(id);

    expect(ended).toMatchObject({ status: 'completed', runs: 2, sessionId: waiting?.sessionId });
    expect(toldTo(rig)).toMatch(/Which colour\?[\s\S]*Blue/);
    // The agent pushes to where it cloned from.
    expect(await rig.files('acme/site', ended.branch)).toContain('a.txt');
    await expect.poll(() => rig.containers(second.podman), { timeout: 10_000 }).toEqual([]);
  });
});
