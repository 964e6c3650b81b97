import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { call, say } from '@opencode-commander/simulators';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Reader } from './reader.ts';
import { runOpencode } from './run-opencode.ts';

/** A real opencode with this configuration uses both tools that the README names, when it is asked what stands there. */
export async function askFromOpencode(reader: Reader, json: string): Promise<void> {
  const { rig, text, gateway, issue } = reader;
  const { mcp } = z.object({ mcp: z.record(z.string(), z.unknown()) }).parse(JSON.parse(json));
  const [server] = Object.keys(mcp);
  const questions = [...text.matchAll(/"([^"]+)"\s\(`(commander_\w+)`\)/g)];
  expect(questions.map(([, , tool]) => tool)).toEqual(['commander_status', 'commander_dispatch']);
  const prompt = questions.map(([, question]) => question?.replace('acme/web#12', issue)).join(' ');
  const steps = [
    call(`${server}_commander_status`, {}),
    call(`${server}_commander_dispatch`, { github_issue_url: issue }),
  ];
  rig.model.addScript({
    name: 'reader',
    match: ({ lastPrompt }) => lastPrompt.includes(prompt),
    steps: [...steps, say('There you are.')],
  });

  const home = join(rig.directory, 'home');
  await mkdir(join(home, '.local/share'), { recursive: true });
  await symlink(rig.env['COMMANDER_DATA_DIR'] ?? '', join(home, '.local/share/opencode-commander'));
  const printed = await runOpencode({
    home,
    config: json.replace('http://127.0.0.1:7070', gateway),
    model: { url: rig.model.url, apiKey: rig.env['COMMANDER_LLM_SIMULATED_API_KEY'] ?? '', name: 'scripted' },
    prompt,
  });
  expect(printed).toContain('There you are.');
  const answered = rig.model.requests.findLast(({ script }) => script === 'reader')?.conversation;
  const answers = answered?.messages.filter(({ role }) => role === 'tool').map((answer) => answer.text);
  expect(answers).toEqual([
    expect.stringContaining(issue),
    expect.stringContaining('The issue had this task already.'),
  ]);
}
