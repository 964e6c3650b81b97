import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import {
  bash,
  edit,
  read,
  type Script,
  say,
  startModelSimulator,
  todo,
  write,
} from '../../src/model/index.ts';

const OPENCODE = fileURLToPath(
  new URL(
    `../../../../images/agent/node_modules/opencode-linux-${process.arch}/bin/opencode`,
    import.meta.url,
  ),
);

it('drives the real opencode through a script', { timeout: 60_000 }, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'oc-'));
  const script: Script = {
    name: 'greet',
    match: (conversation) => conversation.prompt.includes('acme/web#1'),
    steps: [
      todo({ 'Greet in a file': 'in_progress' }),
      write('hello.txt', 'hello\n'),
      read('hello.txt'),
      edit('hello.txt', 'hello', 'goodbye'),
      bash('cp hello.txt copy.txt'),
      say('All done.'),
    ],
  };
  const simulator = await startModelSimulator({ scripts: [script] });
  const config = {
    model: 'sim/scripted',
    permission: { '*': 'allow' },
    provider: {
      sim: {
        npm: '@ai-sdk/openai-compatible',
        options: { baseURL: simulator.url, apiKey: 'key' },
        models: { scripted: {} },
      },
    },
  };
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
  };
  try {
    const running = promisify(execFile)(OPENCODE, ['run', 'Work on acme/web#1'], { cwd: directory, env });
    running.child.stdin?.end();
    const { stdout } = await running;
    expect(stdout).toContain('All done.');
    expect(await readFile(join(directory, 'copy.txt'), 'utf8')).toBe('goodbye\n');
    const steps = simulator.requests.filter((request) => request.script === 'greet');
    expect(steps.map((request) => request.step)).toEqual(['call', 'call', 'call', 'call', 'call', 'say']);
    expect(JSON.stringify(steps.at(1)?.conversation.messages)).toContain('Greet in a file');
    expect(simulator.requests.some((request) => request.script === null)).toBe(true);
    expect(simulator.requests[0]?.headers.authorization).toBe('Bearer key');
  } finally {
    await simulator.stop();
    await rm(directory, { recursive: true, force: true });
  }
});
