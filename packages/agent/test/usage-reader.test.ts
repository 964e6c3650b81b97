import { totalUsage } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { usageReader } from '../src/usage-reader.ts';
import { answerJson, startHostileOpencode } from './hostile-opencode.ts';

const tokens = { input: 1e300, output: 5.4, reasoning: -3, cache: { read: 1e308, write: 1e308 } };
const session = (id: string, cost: number) => ({ id, cost, tokens });

/** An opencode whose sessions are as `family` has them: the root first, then its children. */
function startOpencode(family: () => readonly object[]) {
  return startHostileOpencode((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://o');
    const [root, ...children] = family();
    if (!pathname.endsWith('/children')) return answerJson(response, root);
    answerJson(response, pathname.includes('ses_root') ? children : []);
  });
}

const used = (input: number, output: number, cost: number) => ({
  cost,
  tokens: { input, output, reasoning: 0, cache: { read: 0, write: 0 } },
});
const model = (name: string) => ({ model: { providerID: 'sim', id: name } });
const usage = (inputTokens: number, outputTokens: number, costUsd: number) => ({
  inputTokens,
  outputTokens,
  costUsd,
});

it('tells what each model has used, that of a subagent too', async () => {
  const family = [
    { id: 'ses_root', ...model('large'), ...used(10, 2, 0.5) },
    { id: 'ses_1', ...model('org/small'), ...used(5, 1, 0.25) },
    { id: 'ses_2', ...model('large'), ...used(1, 1, 0.25) },
  ];
  await using opencode = await startOpencode(() => family);
  expect(await usageReader(opencode.connection, 'ses_root')()).toEqual({
    'sim/large': usage(11, 3, 0.75),
    'sim/org/small': usage(5, 1, 0.25),
  });
});

it('counts for a model only what a session used while it had that one', async () => {
  let root: object = { id: 'ses_root', ...model('one'), ...used(10, 2, 0.5) };
  await using opencode = await startOpencode(() => [root]);
  const read = usageReader(opencode.connection, 'ses_root');
  await read();
  root = { id: 'ses_root', ...model('two'), ...used(30, 5, 0.75) };
  const after = { 'sim/one': usage(10, 2, 0.5), 'sim/two': usage(20, 3, 0.25) };
  expect(await read()).toEqual(after);
  expect(await read()).toEqual(after);
  // What was told is not taken back, nor told again.
  root = { id: 'ses_root', ...model('two'), ...used(0, 0, 0) };
  expect(await read()).toEqual(after);
  root = { id: 'ses_root', ...model('two'), ...used(30, 5, 0.75) };
  expect(await read()).toEqual(after);
});

it('says of a session that has used nothing that it used nothing', async () => {
  await using opencode = await startOpencode(() => [{ id: 'ses_root' }]);
  expect(await usageReader(opencode.connection, 'ses_root')()).toEqual({});
});

it.each([
  ['no model', {}],
  ['what is no model', { model: 'large' }],
  ['words', model('x\n| injected |')],
  ['a name without end', model('x'.repeat(10_000))],
])('calls it unknown when a session names %s', async (_, claimed) => {
  await using opencode = await startOpencode(() => [{ id: 'ses_root', ...claimed, ...used(1, 1, 1) }]);
  expect(await usageReader(opencode.connection, 'ses_root')()).toEqual({ unknown: usage(1, 1, 1) });
});

it('tells no more models, and remembers no more sessions, than an agent could have', async () => {
  let look = 0;
  await using opencode = await startOpencode(() => {
    const child = (n: number) => ({ id: `ses_${look}_${n}`, ...model(`m${look}-${n}`), ...used(1, 1, 1) });
    return [{ id: 'ses_root' }, ...Array.from({ length: 150 }, (_, n) => child(n))];
  });
  const read = usageReader(opencode.connection, 'ses_root');
  await read();
  look += 1;
  const told = await read();
  expect(Object.keys(told)).toHaveLength(21);
  expect(totalUsage(told).costUsd).toBe(199);
});

it('takes whole, safe numbers and a finite cost from a hostile opencode', async () => {
  await using opencode = await startOpencode(() => [
    session('ses_root', 1e308),
    session('ses_1', 1e308),
    session('ses_2', -5),
  ]);
  expect(await usageReader(opencode.connection, 'ses_root')()).toEqual({
    unknown: {
      inputTokens: Number.MAX_SAFE_INTEGER,
      outputTokens: 6, // three times 2.4, each rounded
      costUsd: Number.MAX_SAFE_INTEGER,
    },
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
  expect(totalUsage(await usageReader(opencode.connection, 'ses_root')()).costUsd).toBe(200);
  expect(asked).toBe(2);
});

it('does not wait for ever for an opencode that answers slowly', async () => {
  let asked = 0;
  await using opencode = await startHostileOpencode((_request, response) => {
    asked += 1;
    const answer = asked === 1 ? { id: 'ses_root' } : [{ id: `ses_${asked}` }];
    setTimeout(() => answerJson(response, answer), 150);
  });
  const read = usageReader(opencode.connection, 'ses_root', { timeoutMs: 500 });
  await expect(read()).rejects.toThrow('opencode took more than 500 ms to tell what the session has used');
});
