import { dispatchOutputSchema, statusOutputSchema } from '@opencode-commander/control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { BEARER, REPO, startWorld, type World } from './gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const INITIALIZE =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}';

const JSON_HEADERS = {
  ...BEARER,
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

const contentSchema = z.object({ content: z.array(z.object({ text: z.string() })).length(1) });

function textOf(result: unknown): string | undefined {
  return contentSchema.parse(result).content[0]?.text;
}

describe('the tools', () => {
  it('say what they are and what they do', async () => {
    const client = await world.client();
    expect(client.getServerVersion()).toMatchObject({ name: 'opencode-commander', version: '0.1.0' });
    expect(client.getInstructions()).toContain('commander_dispatch');
    expect(client.getServerCapabilities()).toMatchObject({
      tools: { listChanged: false },
      resources: { listChanged: true, subscribe: true },
      prompts: { listChanged: false },
      completions: {},
    });
    const { tools } = await client.listTools();
    const [status, dispatch] = tools;
    expect([status, dispatch].map((tool) => ({ name: tool?.name, ...tool?.annotations }))).toEqual([
      { name: 'commander_status', readOnlyHint: true, openWorldHint: false },
      {
        name: 'commander_dispatch',
        readOnlyHint: false,
        destructiveHint: false,
        idempotentHint: true,
        openWorldHint: true,
      },
    ]);
    for (const tool of tools) expect(tool.outputSchema?.type).toBe('object');
  });

  it('dispatch an issue once, and show it in the status', async () => {
    const number = world.file('Add a "greeting" 🙂');
    const client = await world.client();
    const issue = `${REPO}#${number}`;
    const call = () =>
      client.callTool({
        name: 'commander_dispatch',
        arguments: { github_issue_url: issue, priority: 'high' },
      });
    const first = await call();
    const dispatched = dispatchOutputSchema.parse(first.structuredContent);
    expect(dispatched).toMatchObject({ created: true, position: 1 });
    expect(dispatched.task).toMatchObject({ status: 'queued', priority: 'high', repo: REPO, number });
    expect(textOf(first)).toBe(
      `${issue} "Add a "greeting" 🙂" (high) is queued as ${dispatched.task.id}. It is number 1 in the queue. Ask commander_status how it goes.`,
    );
    expect(dispatchOutputSchema.parse((await call()).structuredContent).created).toBe(false);
    expect(await world.queues.tasks.getJobCountByTypes('prioritized')).toBe(1);

    const shown = await client.callTool({ name: 'commander_status', arguments: {} });
    const status = statusOutputSchema.parse(shown.structuredContent);
    expect(status.tasks.queued).toBe(1);
    expect(status.queue).toEqual({ critical: 0, high: 1, medium: 0, low: 0 });
    expect((textOf(shown) ?? '').split('\n')).toEqual([
      'Slots in use: 0 of 0.',
      'In the queue: 1 high.',
      'Spent today (UTC): $0.00 of $20.00.',
    ]);

    const { id } = dispatched.task;
    const { epoch } = await world.store.claim({ id, host: 'here', at: new Date().toISOString() });
    const failure = { kind: 'agent' as const, message: 'it gave up' };
    await world.store.change({
      id,
      epoch,
      at: new Date().toISOString(),
      status: 'failed',
      patch: { failure },
    });
    const ended = await client.callTool({ name: 'commander_status', arguments: { recent: 1 } });
    expect(textOf(ended)).toContain(
      `Ended last:\n- ${issue} "Add a "greeting" 🙂" (high) is failed as ${id}: it gave up`,
    );
  });

  it.each([
    ['no issue', 'nonsense', 'names no issue'],
    ['another host', 'https://elsewhere.test/a/b/issues/1', 'commander works for github.test'],
    ['an unknown issue', `${REPO}#999`, '999'],
    ['an unknown repository', 'acme/none#1', 'acme/none'],
  ])('answer with what to do for %s', async (_, issue, hint) => {
    const client = await world.client();
    const result = await client.callTool({
      name: 'commander_dispatch',
      arguments: { github_issue_url: issue },
    });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(hint);
  });

  it('name the argument that is wrong', async () => {
    const client = await world.client();
    const wrong = { github_issue_url: `${REPO}#1`, priority: 'whenever' };
    const result = await client.callTool({ name: 'commander_dispatch', arguments: wrong });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('priority');
  });

  it('answer two clients at once, each its own', async () => {
    const clients = await Promise.all([world.client(), world.client()]);
    const numbers = [world.file('One'), world.file('Two')];
    const calls = Array.from({ length: 12 }, async (_, i) => {
      const number = numbers[i % 2];
      const result = await clients[i % 2]?.callTool({
        name: 'commander_dispatch',
        arguments: { github_issue_url: `${REPO}#${number}` },
      });
      const { task } = dispatchOutputSchema.parse(result?.structuredContent);
      expect(task.number).toBe(number);
    });
    await Promise.all(calls);
  });
});

describe('the protocol', () => {
  const post = (body: string, headers: Record<string, string> = JSON_HEADERS) =>
    world.ask('/mcp', { method: 'POST', headers, body });

  it.each([
    ['no JSON', '{"jsonrpc": ', -32700],
    ['nothing', '', -32700],
    ['null', 'null', -32700],
    ['no JSON-RPC', '{"hello": true}', -32700],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32700],
    ['an id that is none', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32700],
    ['a prototype', '{"jsonrpc":"2.0","id":1,"method":"ping","__proto__":{}}', -32700],
    ['no messages', '[7]', -32700],
    ['two beginnings at once', `[${INITIALIZE},{"jsonrpc":"2.0","id":2,"method":"ping"}]`, -32600],
  ])('answers %s in its own words', async (_, body, code) => {
    const { status, body: answer } = await post(body);
    expect(status).toBe(400);
    expect(JSON.parse(answer)).toMatchObject({ jsonrpc: '2.0', error: { code }, id: null });
  });

  it('answers several messages at once', async () => {
    const { body } = await post(
      '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]',
    );
    expect(body.match(/"id":\d/g)?.sort()).toEqual(['"id":1', '"id":2']);
  });

  it('does not answer what has no id', async () => {
    expect(await post('{"jsonrpc":"2.0","method":"ping"}')).toMatchObject({ status: 202, body: '' });
  });

  it('does not know every method, nor every version', async () => {
    const { body } = await post('{"jsonrpc":"2.0","id":1,"method":"tools/steal"}');
    expect(body).toContain('-32601');
    const version = { ...JSON_HEADERS, 'mcp-protocol-version': '1999-01-01' };
    const refused = await post('{"jsonrpc":"2.0","id":1,"method":"ping"}', version);
    expect(refused).toMatchObject({ status: 400, body: expect.stringContaining('supported versions') });
  });

  it('agrees on a version that both know', async () => {
    const { status, body } = await post(INITIALIZE.replace('2025-06-18', '2099-01-01'));
    expect(status).toBe(200);
    expect(body).toMatch(/"protocolVersion":"20\d\d-\d\d-\d\d"/);
    expect(body).not.toContain('2099');
  });

  it('refuses bodies that are too large or of another type', async () => {
    for (const bytes of [1_000_001, 5_000_000]) {
      const { status, body } = await post(`"${'x'.repeat(bytes)}"`);
      expect(status).toBe(413);
      expect(JSON.parse(body)).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 }, id: null });
    }
    const { status, body } = await post('{}', { ...JSON_HEADERS, 'content-type': 'text/plain' });
    expect({ status, answer: JSON.parse(body) }).toMatchObject({ status: 415, answer: { jsonrpc: '2.0' } });
  });

  it('names a tool that is not there', async () => {
    const call = { name: 'commander_stauts', arguments: {} };
    const { body } = await post(
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }),
    );
    expect(body).toMatch(/commander_stauts.*"isError":true/);
  });

  it.each(['GET', 'DELETE'])('has nothing for %s without a session', async (method) => {
    const { status, headers } = await world.ask('/mcp', { method, headers: JSON_HEADERS });
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow: 'POST' });
  });

  it.each(['GET', 'POST', 'DELETE'])(
    'wants the token, and its own Host and Origin, for %s',
    async (method) => {
      const ask = (headers: Record<string, string>) => world.ask('/mcp', { method, headers });
      expect((await ask({})).status).toBe(401);
      expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401);
      expect((await ask({ ...BEARER, host: 'evil.example' })).status).toBe(403);
      expect((await ask({ ...BEARER, origin: 'https://evil.example' })).status).toBe(403);
    },
  );
});

it('logs nothing but that it listens, and what clients did wrong where one looks for it', () => {
  const loud = world.lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 30);
  expect(loud.map(({ msg }) => msg)).toEqual(['the gateway listens']);
});
