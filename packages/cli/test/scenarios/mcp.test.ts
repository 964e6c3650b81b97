import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, type ModelRequest, question, type Step, say } from '@opencode-commander/simulators';
import { taskId } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../../src/mcp/client-config.ts';
import { runOpencode } from '../readme/run-opencode.ts';
import { commit, type Story } from './story.ts';
import { createWorld, type World } from './world.ts';

const COLOUR = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
const PROMPT = 'See to it that the colour is chosen, and tell me when it is.';
/** Longer than opencode waits for a tool of which it hears nothing. */
const FOLLOWED_SECONDS = 65;

describe('a real opencode', { timeout: 300_000 }, () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });
  afterAll(() => world[Symbol.asyncDispose]());

  it('steers commander over MCP: asks, dispatches, follows for longer than a minute, answers', async () => {
    const story = await world.story({
      title: 'Choose',
      steps: [COLOUR, commit('colour.txt', 'blue'), say('Done.')],
    });
    const task_id = idOf(world, story);
    const printed = await haveDone(world, [
      tool('status', {}),
      tool('dispatch', { github_issue_url: `${story.repo}#${story.number}`, priority: 'high' }),
      tool('logs', { task_id, follow: true, seconds: FOLLOWED_SECONDS }),
      tool('task', { task_id }),
      tool('answer', { task_id, reply: '2' }),
      tool('logs', { task_id, follow: true, seconds: 180 }),
      say('It is blue.'),
    ]);
    expect(printed).toContain('It is blue.');

    const asked = world.model.requests.filter(({ script }) => script === PROMPT);
    expect(answersTo(asked.at(-1))).toEqual([
      expect.stringMatching(/^In the queue: nothing/),
      expect.stringContaining(`(high) is queued as ${task_id}`),
      expect.stringMatching(/waiting_human.*\nThat is all so far: go on with after "\d+-\d+"\.$/),
      expect.stringMatching(/Which colour\?\n- Red\n- Blue/),
      expect.stringMatching(/^\S+ "Choose" \(high\) is (queued|dispatched|running) as/),
      expect.stringMatching(/\S+Z completed/),
    ]);
    const [, , before, after] = asked.map(({ at }) => at);
    expect(Number(after) - Number(before)).toBeGreaterThan(FOLLOWED_SECONDS * 1000);
    await story.heard(/Blue/);
    expect((await story.task()).prUrl).not.toBeNull();
  });
});

function tool(name: string, args: Record<string, unknown>): Step {
  return call(`commander_commander_${name}`, args);
}

/** Prompts an opencode whose model takes these steps, with what `commander mcp config` prints; gives what it says. */
async function haveDone({ config, gatewayUrl, model }: World, steps: readonly Step[]): Promise<string> {
  model.addScript({ name: PROMPT, match: ({ prompt }) => prompt.includes(PROMPT), steps });
  const token = { kind: 'text' as const, text: config.mcp.token.reveal() };
  const home = await mkdtemp(join(tmpdir(), 'h'));
  try {
    return await runOpencode({
      home,
      config: JSON.stringify(clientConfig('opencode', { kind: 'http', url: `${gatewayUrl}/mcp`, token })),
      model: { url: model.url, apiKey: config.llm['simulated']?.apiKey?.reveal() ?? '', name: 'scripted' },
      prompt: PROMPT,
      timeoutMs: 280_000,
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function answersTo(request: ModelRequest | undefined): string[] {
  const messages = request?.conversation.messages ?? [];
  return messages.filter(({ role }) => role === 'tool').map(({ text }) => text);
}

function idOf({ github }: World, { repo, number }: Story): string {
  return taskId({ host: new URL(github.url).host, repoId: github.repository(repo).id, number, round: 0 });
}
