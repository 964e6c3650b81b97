import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelRequest, Script } from '@opencode-commander/simulators';
import { type Question, runOpencode } from '../readme/run-opencode.ts';
import type { World } from './world.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
export const SKILL = 'opencode-commander';

type Asked = Pick<Question, 'prompt'> & {
  /** Where in their home they have put the skill, such as .claude/skills. */
  skills: string;
  /** Their opencode.json. */
  config: object;
  env?: Record<string, string>;
  /** What their model does. */
  steps: Script['steps'];
};

type Answered = {
  /** What their terminal shows. */
  shown: string;
  /** What the model was asked, turn by turn. */
  requests: ModelRequest[];
};

/** Asks the opencode of somebody who has installed the skill and has `commander` on the path. */
export async function askSkilled({ config, model }: World, asked: Asked): Promise<Answered> {
  const { prompt, steps } = asked;
  model.addScript({ name: prompt, match: (conversation) => conversation.prompt.includes(prompt), steps });
  const home = await mkdtemp(join(tmpdir(), 'h'));
  try {
    await furnish(home, asked.skills);
    const shown = await runOpencode({
      ...{ home, prompt, config: JSON.stringify(asked.config) },
      model: { url: model.url, apiKey: config.llm['simulated']?.apiKey?.reveal() ?? '', name: 'scripted' },
      env: { PATH: `${join(home, 'bin')}:${process.env['PATH']}`, ...asked.env },
      timeoutMs: 570_000,
    });
    return { shown, requests: model.requests.filter(({ script }) => script === prompt) };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

const PROGRAMS = {
  commander: `exec node --import ${import.meta.resolve('tsx')} ${join(ROOT, 'packages/cli/src/main.ts')} "$@"`,
  // opencode lists the files beside a skill with ripgrep, which it would download: there are none.
  rg: 'exit 1',
};

async function furnish(home: string, skills: string): Promise<void> {
  const skill = join(home, skills, SKILL);
  await mkdir(dirname(skill), { recursive: true });
  await cp(join(ROOT, 'skills', SKILL), skill, { recursive: true });
  await mkdir(join(home, 'bin'));
  for (const [name, text] of Object.entries(PROGRAMS)) {
    const path = join(home, 'bin', name);
    await writeFile(path, `#!/bin/sh\n${text}\n`);
    await chmod(path, 0o755);
  }
}
