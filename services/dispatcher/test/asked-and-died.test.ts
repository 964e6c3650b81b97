import { bash, call, say, structured } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { createRig } from './rig.ts';

const push = bash('date > a.txt && git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];

it('people are asked although the dispatcher dies between the question and the end of the turn', {
  timeout: 240_000,
}, async () => {
  await using rig = await createRig({ repositories });
  const first = rig.spawn();
  const ask = call('commander_ask_human', { question: 'Which colour?' });
  const { id } = await rig.task({ repo: 'acme/web', steps: [ask, bash('sleep 600')] });
  const asked = await rig.when(id, ({ question }) => question !== null);
  expect(asked.status).toBe('running');

  first.kill('SIGKILL');
  rig.spawn();

  const waiting = await rig.when(id, ({ status }) => status === 'waiting_human');
  const { containerId, sessionId } = asked;
  expect(waiting).toMatchObject({ crashes: 1, runs: 2, questions: 1, containerId, sessionId });
  expect(waiting.question).toMatchObject({ number: 1, questions: [{ question: 'Which colour?' }] });
  const comments = (await rig.outbox()).filter(({ kind }) => kind === 'comment');
  expect(comments).toMatchObject([{ taskId: id, operation: 'question_1' }]);

  rig.script(waiting, [push, say('Done.'), described]);
  await rig.answer(id, { kind: 'answers', answers: [['Blue']] });
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', runs: 3, sessionId });
  const { messages } = rig.model.requests.at(-1)?.conversation ?? { messages: [] };
  expect(
    messages
      .filter(({ role }) => role === 'user')
      .map(({ text }) => text)
      .join(),
  ).toMatch(/colour[\s\S]*Blue/);
});
