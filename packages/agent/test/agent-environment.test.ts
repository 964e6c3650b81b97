import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  bash,
  type ModelRequest,
  type ModelSimulator,
  say,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AgentEvent, agentEnvironment, connectAgent, type Session } from '../src/index.ts';
import { PASSWORD, type RunningOpencode, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };
// No turn here is stuck, however long opencode takes: whoever waits in vain meets the time-out of the test.
const NEVER_STUCK = { stuckMs: 2 * SLOW.timeout };

let model: ModelSimulator;
let anthropic: Server;
let asked: { path: string | undefined; key: unknown }[];
let opencode: RunningOpencode;
beforeAll(async () => {
  model = await startModelSimulator({
    scripts: [{ name: 'all', match: () => true, steps: [bash('echo $HTTPS_PROXY'), say('Done.')] }],
  });
  asked = [];
  anthropic = createServer((request, response) => {
    asked.push({ path: request.url, key: request.headers['x-api-key'] });
    response.writeHead(401).end('{}');
  }).listen(0, '127.0.0.1');
  await once(anthropic, 'listening');
  const { port } = anthropic.address() as AddressInfo;
  opencode = await startOpencode({
    modelUrl: model.url,
    defaultModel: 'sim/second',
    provider: { models: ['scripted', 'chosen'] },
    others: [{ name: 'anthropic', baseUrl: `http://127.0.0.1:${port}/llm/anthropic` }],
  });
});
afterAll(async () => {
  await opencode[Symbol.asyncDispose]();
  anthropic.closeAllConnections();
  anthropic.close();
  await model.stop();
});

type React = (session: Session, event: AgentEvent) => Promise<void> | undefined;

/** A turn in a repository that has this opencode.json, if any: what is told of it, and what the model was asked. */
async function turn(
  repositoryConfig: Record<string, unknown> | null,
  react: React = () => undefined,
  { socketPath, home } = opencode,
): Promise<{ events: AgentEvent[]; requests: ModelRequest[] }> {
  const directory = await mkdtemp(join(home, 'workspace-'));
  if (repositoryConfig) await writeFile(join(directory, 'opencode.json'), JSON.stringify(repositoryConfig));
  await using agent = connectAgent({ socketPath, directory, password: PASSWORD });
  const before = model.requests.length;
  const session = await agent.openSession({ title: 'test' });
  await session.prompt('Go.');
  const events: AgentEvent[] = [];
  for await (const event of session.watch(NEVER_STUCK)) {
    events.push(event);
    await react(session, event);
  }
  return { events, requests: model.requests.slice(before) };
}

describe('agentEnvironment', SLOW, () => {
  it('gives unknown providers with their models, and a model where the repository names none', async () => {
    const { events, requests } = await turn(null);
    expect(events.at(-1)).toEqual({ type: 'idle' });
    expect(requests.map((request) => request.body.model)).toEqual(['second', 'second']);
    expect(requests[0]?.headers.authorization).toBe('Bearer placeholder');
    expect(events).toContainEqual(expect.objectContaining({ tool: 'bash', output: 'http://127.0.0.1:9' }));
  });

  it('lets the repository choose its model, but neither ask nor lead a provider elsewhere', async () => {
    const permission = { '*': 'ask', bash: { '*': 'ask', 'echo *': 'ask' } };
    const provider = { sim: { options: { baseURL: 'http://127.0.0.1:9/v1', apiKey: 'own' } } };
    const { events, requests } = await turn({ model: 'sim/chosen', permission, provider });
    expect(events.map((event) => event.type)).not.toContain('permission');
    expect(events.at(-1)).toEqual({ type: 'idle' });
    expect(requests.map((request) => request.body.model)).toEqual(['chosen', 'chosen']);
    expect(requests[0]?.headers.authorization).toBe('Bearer placeholder');
  });

  it('leaves what an agent of the repository asks for to whoever watches', async () => {
    const agent = { build: { permission: { bash: 'ask' } } };
    const { events } = await turn({ agent }, (session, event) =>
      event.type === 'permission' ? session.allowPermission(event.requestId, 'once') : undefined,
    );
    expect(events.filter((event) => event.type === 'permission')).toMatchObject([
      { permission: 'bash', patterns: ['echo $HTTPS_PROXY'] },
    ]);
    expect(events).toContainEqual(expect.objectContaining({ tool: 'bash', state: 'completed' }));
    expect(events.at(-1)).toEqual({ type: 'idle' });
  });

  it('has people asked whatever the repository’s own rules say', async () => {
    const permission = { bash: 'allow' };
    const react: React = (session, event) =>
      event.type === 'permission' ? session.denyPermission(event.requestId) : undefined;
    await using asking = await startOpencode({ modelUrl: model.url, ask: ['bash'] });
    const { events } = await turn({ permission, agent: { build: { permission } } }, react, asking);
    expect(events.filter((event) => event.type === 'permission')).toMatchObject([{ permission: 'bash' }]);
    expect(events).toContainEqual(expect.objectContaining({ tool: 'bash', state: 'error' }));
    expect(events.at(-1)).toEqual({ type: 'idle' });
  });

  it('reports a model that does not exist', async () => {
    const { events } = await turn({ model: 'sim/nope' });
    expect(events).toMatchObject([
      { type: 'error', kind: 'model_refused', message: expect.stringContaining('sim/nope') },
    ]);
  });

  it('knows the models and the protocol of a well-known provider', async () => {
    const { events } = await turn({ model: 'anthropic/claude-sonnet-4-5' });
    expect(events).toMatchObject([{ type: 'error', kind: 'model_refused' }]);
    expect(asked[0]).toEqual({ path: '/llm/anthropic/messages', key: 'placeholder' });
  });

  it('names its providers to the image’s entry point', () => {
    const provider = { baseUrl: 'http://127.0.0.1:8080/llm', npm: null, models: [], placeholderKey: 'k' };
    const providers = ['anthropic', 'ours'].map((name) => ({ ...provider, name }));
    const options = { password: 'p', defaultModel: null, proxy: 'http://127.0.0.1:8080' };
    const named = (offered: typeof providers) =>
      agentEnvironment({ ...options, providers: offered })['COMMANDER_MODEL_PROVIDERS'];
    expect([named(providers), named([])]).toEqual(['anthropic ours', '']);
  });

  it('offers commander’s tools where it is told of them, under no address of the repository’s', () => {
    const options = { password: 'p', providers: [], defaultModel: null, proxy: 'http://127.0.0.1:8080' };
    const configOf = (environment: Record<string, string>) =>
      JSON.parse(environment['OPENCODE_CONFIG_CONTENT'] ?? '');
    const config = configOf(agentEnvironment({ ...options, toolsUrl: 'http://127.0.0.1:8080/mcp' }));
    expect(config.mcp.commander).toMatchObject({
      type: 'remote',
      url: 'http://127.0.0.1:8080/mcp',
      enabled: true,
    });
    expect(config.permission).toMatchObject({ commander_ask_human: 'allow' });
    expect(configOf(agentEnvironment(options))).not.toHaveProperty('mcp');
  });

  it('never names a model above the repository’s own', () => {
    const options = { password: 'p', providers: [], proxy: 'http://127.0.0.1:8080' };
    const environment = agentEnvironment({ ...options, defaultModel: 'a/b' });
    expect(JSON.parse(environment['OPENCODE_CONFIG_CONTENT'] ?? '')).not.toHaveProperty('model');
    expect(environment).toMatchObject({
      OPENCODE_SERVER_PASSWORD: 'p',
      https_proxy: 'http://127.0.0.1:8080',
    });
  });
});
