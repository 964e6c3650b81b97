import { expect, it } from 'vitest';
import { readUsage } from '../src/read-usage.ts';
import { answerJson, startHostileOpencode } from './hostile-opencode.ts';

const tokens = { input: 1e300, output: 5.4, reasoning: -3, cache: { read: 1e308, write: 1e308 } };
const session = (id: string, cost: number) => ({ id, cost, tokens });

it('takes whole, safe numbers and a finite cost from a hostile opencode', async () => {
  await using opencode = await startHostileOpencode((request, response) => {
    const path = new URL(request.url ?? '', 'http://o').pathname;
    if (!path.endsWith('/children')) return answerJson(response, session('ses_root', 1e308));
    const root = path.includes('ses_root');
    answerJson(response, root ? [session('ses_1', 1e308), session('ses_2', -5)] : []);
  });
  const usage = await readUsage(opencode.connection, 'ses_root');
  expect(usage).toEqual({
    inputTokens: Number.MAX_SAFE_INTEGER,
    outputTokens: 6, // three times 2.4, each rounded
    costUsd: Number.MAX_SAFE_INTEGER,
  });
});

it('counts no more sessions than an agent could have begun', async () => {
  let asked = 0;
  await using opencode = await startHostileOpencode((request, response) => {
    const path = new URL(request.url ?? '', 'http://o').pathname;
    asked += 1;
    const family = Array.from({ length: 5_000 }, (_, n) => ({ id: `ses_${n}`, cost: 1 }));
    answerJson(response, path.endsWith('/children') ? family : { id: 'ses_root', cost: 1 });
  });
  expect((await readUsage(opencode.connection, 'ses_root')).costUsd).toBe(200);
  expect(asked).toBe(2);
});

it('does not wait for ever for an opencode that answers slowly', async () => {
  let asked = 0;
  await using opencode = await startHostileOpencode((_request, response) => {
    asked += 1;
    const answer = asked === 1 ? { id: 'ses_root' } : [{ id: `ses_${asked}` }];
    setTimeout(() => answerJson(response, answer), 150);
  });
  await expect(readUsage(opencode.connection, 'ses_root', { timeoutMs: 500 })).rejects.toThrow(
    'opencode took more than 500 ms to tell what the session has used',
  );
});
