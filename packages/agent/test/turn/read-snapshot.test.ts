import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readSnapshot } from '../../src/turn/read-snapshot.ts';
import { answerJson, startHostileOpencode } from '../hostile-opencode.ts';

const parts = Array.from({ length: 3_000 }, (_, n) => ({
  id: `prt_${n}`,
  messageID: 'msg_2',
  type: 'tool',
  callID: `call_${n}`,
  tool: 'bash',
  state: { status: 'completed', output: 'done' },
}));
const messages = [{ info: { id: 'msg_2', role: 'assistant', time: { completed: 1 } }, parts }];
const children = Array.from({ length: 1_000 }, (_, n) => ({ id: `ses_${n}` }));
const statuses = Object.fromEntries(children.map(({ id }) => [id, { type: 'busy' }]));
const questions = Array.from({ length: 1_000 }, (_, n) => ({
  id: `que_${n}`,
  sessionID: 'ses_root',
  questions: [],
}));

it('reads one answer at a time, and a bounded part of what a hostile opencode claims', async () => {
  let open = 0;
  let most = 0;
  await using opencode = await startHostileOpencode(async (request, response) => {
    open += 1;
    most = Math.max(most, open);
    await turn();
    open -= 1;
    const path = new URL(request.url ?? '', 'http://o').pathname;
    if (path.endsWith('/status')) answerJson(response, { ...statuses, ses_root: { type: 'busy' } });
    else if (path.endsWith('/children')) answerJson(response, children);
    else if (path.endsWith('/message')) answerJson(response, messages);
    else answerJson(response, path.includes('question') ? questions : []);
  });
  const of = { sessionId: 'ses_root', baseline: '' };
  const { snapshot, family } = await readSnapshot(opencode.connection, of);
  expect(most).toBe(1);
  expect(snapshot.parts.length).toBeLessThanOrEqual(1_000);
  expect(snapshot.parts.at(-1)?.id).toBe('prt_2999');
  expect(snapshot.questions.length).toBeLessThanOrEqual(50);
  expect(family.size).toBeLessThanOrEqual(201);
});
