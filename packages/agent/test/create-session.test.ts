import { expect, it } from 'vitest';
import { createSession } from '../src/create-session.ts';
import { answerJson, startHostileOpencode } from './hostile-opencode.ts';

it('listens from the prompt to the end of its turn only', async () => {
  await using opencode = await startHostileOpencode((request, response) => {
    const path = new URL(request.url ?? '', 'http://o').pathname;
    answerJson(response, path.endsWith('/status') ? {} : []);
  });
  const listeners = new Set<unknown>();
  const feed = {
    listen: (listener: unknown) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    untilOpen: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  let at = 0;
  const now = () => (at += 10_000);
  const session = createSession({ connection: opencode.connection, feed, now, id: 'ses_1', seen: null });
  expect(listeners.size).toBe(0);
  await session.prompt('Go.');
  await session.prompt('Go!');
  expect(listeners.size).toBe(1);
  for await (const event of session.watch({ stuckMs: 1_000 })) expect(event.type).toMatch(/error|stuck/);
  expect(listeners.size).toBe(0);
});
