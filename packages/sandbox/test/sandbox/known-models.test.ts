import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox } from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman } from '../support/agent-podman.ts';
import { askAgent } from '../support/ask-agent.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

let host: AgentPodman;
let repositories: string;

beforeAll(async () => {
  host = await agentPodman();
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  await mkdir(join(repositories, 'acme'));
}, 240_000);

afterAll(async () => {
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
});

const providersSchema = z.object({
  all: z.array(z.object({ id: z.string(), models: z.record(z.string(), z.unknown()) })),
});

it('gives opencode the models of the configured providers and no others', { timeout: 60_000 }, async () => {
  const own = { npm: '@ai-sdk/openai-compatible', options: { baseURL: 'http://127.0.0.1:8080/llm/own' } };
  const env = {
    COMMANDER_REPOSITORY: 'acme/web',
    COMMANDER_BRANCH: 'agent/12-a1b2c3',
    COMMANDER_BASE: await makeRepository(repositories, 'acme/web', { 'README.md': 'hello' }),
    COMMANDER_OPENCODE_PROVIDERS: 'own\nanthropic\n../anthropic',
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider: { own: { ...own, models: { first: {} } } } }),
  };
  const created = await createSandbox(host.podman, aSandbox(host, { env }));
  const door = await openGitDoor(created.brokerSocket, repositories);
  try {
    const { agentSocket } = await created.start();
    const { all } = providersSchema.parse(await askAgent(agentSocket, '/provider?directory=/workspace'));
    const known = Object.fromEntries(all.map(({ id, models }) => [id, Object.keys(models)]));
    expect(Object.keys(known).sort()).toEqual(['anthropic', 'own']);
    expect(known['own']).toEqual(['first']);
    expect(known['anthropic']).toContain('claude-sonnet-4-5');
  } finally {
    await door.close();
    await created.remove();
  }
});
