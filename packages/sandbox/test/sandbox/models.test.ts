import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox, type StartedSandbox } from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman } from '../support/agent-podman.ts';
import { askAgent } from '../support/ask-agent.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

const options = { apiKey: 'placeholder' };
const OFFERED = {
  anthropic: { options },
  openai: { options },
  ours: { npm: '@ai-sdk/openai-compatible', options, models: { scripted: {} } },
};

let host: AgentPodman;
let repositories: string;
let base: string;

beforeAll(async () => {
  host = await agentPodman();
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  base = await makeRepository(repositories, 'acme/web', {
    'opencode.json': JSON.stringify({ provider: { groq: { options } } }),
  });
}, 240_000);

afterAll(async () => {
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
});

const modelSchema = z.looseObject({ id: z.string(), providerID: z.string() });
const providersSchema = z.object({
  all: z.array(z.object({ id: z.string(), models: z.record(z.string(), modelSchema) })),
});

/** `provider/model` and everything about it, with opencode's own catalogue: it is the entry script that chooses. */
async function ownModels(sandbox: StartedSandbox): Promise<[string, unknown][]> {
  const limits = { timeoutMs: 120_000, maxBytes: 2 ** 24 };
  // Into a file: opencode does not wait until a pipe has taken its last words.
  const list = 'opencode models --verbose >"$HOME/models" 2>/dev/null && cat "$HOME/models"';
  const { output } = await sandbox.exec(['sh', '-c', list], limits);
  const [, ...parts] = output.split(/^(\S+\/\S+)\n(?=\{)/m);
  return parts.flatMap((name, at) => (at % 2 ? [] : [[name, JSON.parse(parts[at + 1] ?? '')]]));
}

it('has the models of the offered providers as its opencode knows them', { timeout: 240_000 }, async () => {
  const env = {
    COMMANDER_REPOSITORY: 'acme/web',
    COMMANDER_BRANCH: 'agent/12-a1b2c3',
    COMMANDER_BASE: base,
    COMMANDER_MODEL_PROVIDERS: Object.keys(OFFERED).join(' '),
    OPENCODE_CONFIG_CONTENT: JSON.stringify({ provider: OFFERED }),
  };
  const created = await createSandbox(host.podman, aSandbox(host, { env }));
  const door = await openGitDoor(created.brokerSocket, repositories);
  const started = await created.start();
  const { all } = providersSchema.parse(
    await askAgent(started.agentSocket, '/provider?directory=/workspace'),
  );
  expect(all.map(({ id }) => id).sort()).toEqual(Object.keys(OFFERED));

  const chosen = all.flatMap(({ models }) => Object.values(models));
  const own = await ownModels(started);
  expect(own.map(([name]) => name)).toContain('openai/gpt-5');
  expect(Object.fromEntries(chosen.map((model) => [`${model.providerID}/${model.id}`, model]))).toEqual(
    Object.fromEntries(own.filter(([name]) => Object.keys(OFFERED).includes(name.split('/')[0] ?? ''))),
  );
  await started.remove();
  await door.close();
});
