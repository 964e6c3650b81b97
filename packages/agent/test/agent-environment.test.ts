import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bash, type ModelSimulator, say, startModelSimulator } from '@opencode-commander/simulators';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentEvent, agentEnvironment, type Session } from '../src/index.ts';
import { type RunningOpencode, type StartOptions, startOpencode } from './start-opencode.ts';

// opencode boots in 2 s, and in 20 s while everything else is tested too.
const SLOW = { timeout: 90_000 };
// No turn here is stuck, however long opencode takes: whoever waits in vain meets the time-out of the test.
const NEVER_STUCK = { stuckMs: 2 * SLOW.timeout };

let model: ModelSimulator;
beforeEach(async () => {
  model = await startModelSimulator({
    scripts: [{ name: 'all', match: () => true, steps: [bash('echo $HTTPS_PROXY'), say('Done.')] }],
  });
});
afterEach(() => model.stop());

async function turn(
  options: Omit<StartOptions, 'modelUrl'> & { modelUrl?: string },
  react: (session: Session, event: AgentEvent) => Promise<void> | undefined = () => undefined,
): Promise<AgentEvent[]> {
  await using opencode: RunningOpencode = await startOpencode({ modelUrl: model.url, ...options });
  const session = await opencode.agent.openSession({ title: 'test' });
  await session.prompt('Go.');
  const events: AgentEvent[] = [];
  for await (const event of session.watch(NEVER_STUCK)) {
    events.push(event);
    await react(session, event);
  }
  return events;
}

describe('agentEnvironment', SLOW, () => {
  it('gives unknown providers with their models, and a model where the repository names none', async () => {
    const events = await turn({ defaultModel: 'sim/second', provider: { models: ['scripted'] } });
    expect(events.at(-1)).toEqual({ type: 'idle' });
    expect(model.requests.map((request) => request.body.model)).toEqual(['second', 'second']);
    expect(model.requests[0]?.headers.authorization).toBe('Bearer placeholder');
    expect(events).toContainEqual(expect.objectContaining({ tool: 'bash', output: 'http://127.0.0.1:9' }));
  });

  it('lets the repository choose its model, but neither ask nor lead a provider elsewhere', async () => {
    const permission = { '*': 'ask', bash: { '*': 'ask', 'echo *': 'ask' } };
    const provider = { sim: { options: { baseURL: 'http://127.0.0.1:9/v1', apiKey: 'own' } } };
    const options = { defaultModel: 'sim/scripted', provider: { models: ['scripted', 'chosen'] } };
    const events = await turn({
      ...options,
      repositoryConfig: { model: 'sim/chosen', permission, provider },
    });
    expect(events.map((event) => event.type)).not.toContain('permission');
    expect(events.at(-1)).toEqual({ type: 'idle' });
    expect(model.requests.map((request) => request.body.model)).toEqual(['chosen', 'chosen']);
    expect(model.requests[0]?.headers.authorization).toBe('Bearer placeholder');
  });

  it('leaves what an agent of the repository asks for to whoever watches', async () => {
    const agent = { build: { permission: { bash: 'ask' } } };
    const events = await turn({ repositoryConfig: { agent } }, (session, event) =>
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
    const repositoryConfig = { permission, agent: { build: { permission } } };
    const events = await turn({ ask: ['bash'], repositoryConfig }, (session, event) =>
      event.type === 'permission' ? session.denyPermission(event.requestId) : undefined,
    );
    expect(events.filter((event) => event.type === 'permission')).toMatchObject([{ permission: 'bash' }]);
    expect(events).toContainEqual(expect.objectContaining({ tool: 'bash', state: 'error' }));
    expect(events.at(-1)).toEqual({ type: 'idle' });
  });

  it('reports a model that does not exist', async () => {
    const events = await turn({ repositoryConfig: { model: 'sim/nope' } });
    expect(events).toMatchObject([
      { type: 'error', kind: 'model_refused', message: expect.stringContaining('sim/nope') },
    ]);
  });

  it('knows the models and the protocol of a well-known provider', async () => {
    const seen: { path: string | undefined; key: unknown }[] = [];
    const provider = createServer((request, response) => {
      seen.push({ path: request.url, key: request.headers['x-api-key'] });
      response.writeHead(401).end('{}');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => provider.once('listening', resolve));
    const { port } = provider.address() as AddressInfo;
    const events = await turn({
      modelUrl: `http://127.0.0.1:${port}/llm/anthropic`,
      provider: { name: 'anthropic', models: [] },
      repositoryConfig: { model: 'anthropic/claude-sonnet-4-5' },
      defaultModel: null,
    });
    expect(events).toMatchObject([{ type: 'error', kind: 'model_refused' }]);
    expect(seen[0]).toEqual({ path: '/llm/anthropic/messages', key: 'placeholder' });
    provider.closeAllConnections();
    await new Promise((resolve) => provider.close(resolve));
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
