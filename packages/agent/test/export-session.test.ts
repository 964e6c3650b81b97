import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  bash,
  type ModelSimulator,
  say,
  startModelSimulator,
  structured,
} from '@opencode-commander/simulators';
import { totalUsage } from '@opencode-commander/task';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { exportSession } from '../src/export-session.ts';
import type { Session } from '../src/index.ts';
import { answerJson, startHostileOpencode } from './hostile-opencode.ts';
import { OPENCODE, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 120_000 };

let model: ModelSimulator;
beforeEach(async () => {
  model = await startModelSimulator({
    scripts: [
      {
        name: 'all',
        match: () => true,
        steps: [
          bash('echo once'),
          say('The word is heron.'),
          say('Again.'),
          structured({ title: 'T' }),
          say('More.'),
        ],
      },
    ],
  });
});
afterEach(() => model.stop());

async function turn(session: Session, prompt: string): Promise<void> {
  await session.prompt(prompt);
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 500 }))
    if (event.type === 'error' || event.type === 'stuck') throw new Error(event.message);
}

it('is taken by another opencode, which knows what was said', SLOW, async () => {
  await using first = await startOpencode({
    modelUrl: model.url,
    provider: { prices: { scripted: { input: 1, output: 2 } } },
  });
  const session = await first.agent.openSession({ title: 'The first' });
  await turn(session, 'Say a word.');
  await turn(session, 'Say it again.');
  expect(totalUsage(await session.usage()).costUsd).toBeGreaterThan(0);
  const asked = {
    prompt: 'And the title?',
    schema: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
    timeoutMs: 20_000,
  };
  await session.ask(asked);
  await turn(session, 'And more.');
  const exported = await first.agent.exportSession(session.id);

  await using second = await startOpencode({ modelUrl: model.url });
  await runImport(second, exported);
  const again = await second.agent.attachSession(session.id);
  expect(await again.usage()).toEqual({});
  await turn(again, 'What was the word?');
  const told = JSON.stringify(model.requests.at(-1)?.conversation.messages);
  for (const text of [
    'Say a word.',
    'echo once',
    'The word is heron.',
    'Say it again.',
    'And more.',
    'What was',
  ])
    expect(told).toContain(text);
  expect(told).not.toContain('And the title?');
});

async function runImport(
  { home, env, directory }: { home: string; env: NodeJS.ProcessEnv; directory: string },
  exported: string,
) {
  const file = join(home, 'session.json');
  await writeFile(file, exported);
  const child = spawn(OPENCODE, ['import', file], { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const [code] = await once(child, 'close');
  expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining('Imported session') });
}

it('takes a bounded part of what a hostile opencode claims to have', async () => {
  let asked = 0;
  await using opencode = await startHostileOpencode((request, response) => {
    if (!new URL(request.url ?? '', 'http://o').pathname.endsWith('/message'))
      return answerJson(response, { id: 'ses_1' });
    asked += 1;
    const info = { id: `msg_${1e6 - asked}`, role: 'user', time: { created: 1e6 - asked } };
    answerJson(response, [{ info, parts: ['x'.repeat(1_000_000)] }]);
  });
  const exported = await exportSession(opencode.connection, 'ses_1');
  expect(asked).toBeLessThan(12);
  expect(exported.length).toBeLessThan(8.1 * 1024 * 1024);
});
