import { afterEach, describe, expect, it } from 'vitest';
import {
  bash,
  fail,
  type ModelSimulator,
  type ModelSimulatorOptions,
  quota,
  type Script,
  say,
  slowly,
  stall,
  startModelSimulator,
  todo,
  usage,
  write,
} from '../../src/model/index.ts';

let simulator: ModelSimulator | undefined;
afterEach(() => simulator?.stop());

async function start(options: ModelSimulatorOptions): Promise<ModelSimulator> {
  simulator = await startModelSimulator(options);
  return simulator;
}

const script = (...steps: Extract<Script['steps'], readonly unknown[]>): Script => ({
  name: 'test',
  match: () => true,
  steps,
});

const TOOLS = [{ type: 'function', function: { name: 'bash', parameters: {} } }];

function ask(url: string, body: Record<string, unknown> = {}, init: RequestInit = {}): Promise<Response> {
  const messages = [
    { role: 'system', content: 'Working directory: /workspace\n' },
    { role: 'user', content: [{ type: 'text', text: 'hello' }] },
  ];
  return fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer key' },
    body: JSON.stringify({ model: 'scripted', messages, tools: TOOLS, ...body }),
    ...init,
  });
}

async function chunksOf(response: Response): Promise<Record<string, unknown>[]> {
  const lines = (await response.text()).split('\n\n').filter(Boolean);
  expect(lines.at(-1)).toBe('data: [DONE]');
  return lines.slice(0, -1).map((line) => JSON.parse(line.slice('data: '.length)));
}

describe('startModelSimulator', () => {
  it('answers whole, with tokens counted from characters', async () => {
    const { url } = await start({ scripts: [script(say('12345678'))] });
    expect(await (await ask(url)).json()).toMatchObject({
      choices: [{ message: { content: '12345678' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: expect.any(Number), completion_tokens: 2 },
    });
  });

  it('streams text in pieces and reports the tokens that the step gives', async () => {
    const { url } = await start({ scripts: [script(usage(7, slowly('abcdef', { chunks: 3, delayMs: 5 })))] });
    const chunks = await chunksOf(await ask(url, { stream: true }));
    const texts = chunks
      .map((chunk) => JSON.stringify(chunk))
      .filter((chunk) => chunk.includes('"content":"'));
    expect(texts).toHaveLength(4);
    expect(chunks.at(-1)).toMatchObject({
      usage: { prompt_tokens: 7, completion_tokens: 7, total_tokens: 14 },
    });
  });

  it('streams tool calls with paths from the working directory', async () => {
    const { url } = await start({ scripts: [script(write('src/a.txt', 'hi'))] });
    const text = JSON.stringify(await chunksOf(await ask(url, { stream: true })));
    expect(text).toContain('/workspace/src/a.txt');
    expect(text).toContain('"finish_reason":"tool_calls"');
  });

  it('fails as often as it should, then goes on', async () => {
    const steps = [fail(429, { retryAfterSeconds: 3, times: 1 }), bash('ls')];
    const { url } = await start({ scripts: [script(...steps)] });
    const first = await ask(url);
    expect(first.status).toBe(429);
    expect(first.headers.get('retry-after')).toBe('3');
    expect(await first.json()).toMatchObject({ error: { code: 'rate_limit_exceeded' } });
    expect((await ask(url)).status).toBe(200);
  });

  it('has no quota left until a time that it names', async () => {
    const seconds = 1_767_323_045;
    const { url } = await start({
      scripts: [script(quota({ retryAfterSeconds: 90, times: 1 }), todo({ 'Read it': 'completed' }))],
      now: () => seconds * 1000,
    });
    const refused = await ask(url);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '90']);
    expect(refused.headers.get('x-ratelimit-reset')).toBe(String(seconds + 90));
    expect(await refused.json()).toMatchObject({
      error: { type: 'insufficient_quota', code: 'insufficient_quota' },
    });
    expect(JSON.stringify(await (await ask(url)).json())).toContain('todowrite');
  });

  it('stalls after its headers until the client goes', async () => {
    const { url } = await start({ scripts: [script(stall())] });
    const response = await ask(url, { stream: true }, { signal: AbortSignal.timeout(200) });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('refuses wrong keys and unknown models, and says what there is', async () => {
    const { url, requests } = await start({ apiKey: 'right', models: ['good'], scripts: [] });
    expect((await ask(url)).status).toBe(401);
    const headers = { authorization: 'Bearer right', 'content-type': 'application/json' };
    const unknown = await ask(url, {}, { headers });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({ error: { code: 'model_not_found' } });
    const models = await fetch(`${url}/models`, { headers });
    expect(await models.json()).toMatchObject({ data: [{ id: 'good' }] });
    expect(requests).toMatchObject([{ step: 'refused', headers: { authorization: 'Bearer right' } }]);
  });

  it('tells who waits for a request when it comes, and lets added scripts go first', async () => {
    const { url, untilRequest, addScript } = await start({ scripts: [script(say('old'))] });
    const waiting = untilRequest((request) => request.script === 'new');
    await ask(url);
    addScript({ name: 'new', match: () => true, steps: [say('fresh')] });
    await ask(url);
    expect(await waiting).toMatchObject({ script: 'new', step: 'say', conversation: { prompt: 'hello' } });
    await expect(untilRequest(() => false, AbortSignal.timeout(20))).rejects.toThrow();
  });

  it('answers requests without tools plainly', async () => {
    const { url } = await start({ scripts: [script(fail(500))] });
    expect((await ask(url, { tools: [] })).status).toBe(200);
  });

  it('refuses what is no chat request', async () => {
    const { url } = await start({});
    expect((await ask(url, { messages: 'x' })).status).toBe(400);
  });
});
