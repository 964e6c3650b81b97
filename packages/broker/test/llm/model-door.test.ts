import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ModelUsage } from '../../src/llm/forward-call.ts';
import type { QuotaUsedUp } from '../../src/llm/judge-quota.ts';
import { type Fixture, openBroker, PLACEHOLDER, raw } from '../broker-fixture.ts';

const KEY = 'sk-the-real-key';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
let handler: Handler;
let seen: { url: string | undefined; headers: IncomingMessage['headers']; body: string }[] = [];
let upstream: Server;
let box: Fixture;
const usages: ModelUsage[] = [];
const begun: string[] = [];
const quotas: QuotaUsedUp[] = [];
const pauses = new Map<string, number>();

beforeAll(async () => {
  upstream = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push({ url: request.url, headers: request.headers, body });
    handler(request, response, body);
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const base = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  box = await openBroker({
    providers: {
      fake: { baseUrl: `${base}/api/v1/`, apiKey: KEY },
      local: { baseUrl: base, apiKey: null },
      gone: { baseUrl: 'http://127.0.0.1:1', apiKey: KEY },
    },
    allowedModels: () => ['fake/small', 'local/any', 'gone/x'],
    onModelRequest: ({ provider, model }) => begun.push(`${provider}/${model}`),
    onQuota: (quota) => quotas.push(quota),
    pausedFor: (provider) => pauses.get(provider) ?? null,
    onUsage: (usage) => usages.push(usage),
  });
});
beforeEach(() => {
  seen = [];
  usages.length = 0;
  begun.length = 0;
  quotas.length = 0;
  pauses.clear();
  handler = (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' })
      .end(JSON.stringify({ usage: { prompt_tokens: 7, completion_tokens: 3 } }));
});
afterAll(async () => {
  expect(box.errors).toEqual([]);
  await box[Symbol.asyncDispose]();
  upstream.closeAllConnections();
  upstream.close();
});

/** Asks over the socket itself, as `response` and all of its body. */
async function ask(path: string, body: string | null, headers: Record<string, string> = {}) {
  const method = body === null ? 'GET' : 'POST';
  const request = send({ socketPath: box.socketPath, path, method, headers, agent: false });
  // A large write over a Unix socket may report EPIPE once the answer is there and the connection closed.
  request.on('error', () => undefined).end(body ?? undefined);
  const [response]: IncomingMessage[] = await once(request, 'response');
  let text = '';
  for await (const chunk of response!) text += chunk;
  return { status: response!.statusCode, headers: response!.headers, text };
}

const chat = (model: string, path = '/llm/fake/chat/completions') =>
  ask(path, JSON.stringify({ model, messages: [] }), { authorization: `Bearer ${PLACEHOLDER}` });

test('adds the key, keeps the path beneath the base, counts the tokens', async () => {
  const before = box.broker.usage();
  const answer = await chat('small', '/llm/fake/chat/completions?beta=1');
  expect(answer.status).toBe(200);
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(seen).toMatchObject([
    { url: '/api/v1/chat/completions?beta=1', headers: { authorization: `Bearer ${KEY}` } },
  ]);
  expect(begun).toEqual(['fake/small']);
  expect(usages).toEqual([{ provider: 'fake', model: 'small', inputTokens: 7, outputTokens: 3 }]);
  const { inputTokens, outputTokens, requests } = box.broker.usage();
  expect([inputTokens - before.inputTokens, outputTokens - before.outputTokens]).toEqual([7, 3]);
  expect(requests - before.requests).toBe(1);
});

test('sends what was judged: a model named twice counts as it is sent', async () => {
  await ask('/llm/fake/chat/completions', '{"model":"big","model":"small"}');
  expect(seen[0]?.body).toBe('{"model":"small"}');
});

test('refuses another model in the shape of OpenAI’s errors', async () => {
  const answer = await chat('big');
  expect(answer.status).toBe(403);
  expect(JSON.parse(answer.text)).toEqual({
    error: {
      message: 'commander: the model fake/big is not allowed here; allowed: fake/small, local/any, gone/x',
      type: 'commander_error',
      param: null,
      code: 'model_not_allowed',
    },
  });
  expect(seen).toEqual([]);
  expect(box.refusals.at(-1)).toContain('fake/big');
});

test('gives a provider without a key none', async () => {
  await chat('any', '/llm/local/chat/completions');
  expect(seen[0]?.headers.authorization).toBeUndefined();
});

test('lists the models', async () => {
  expect((await ask('/llm/fake/models', null, { 'x-api-key': PLACEHOLDER })).status).toBe(200);
  expect(seen[0]).toMatchObject({ url: '/api/v1/models', headers: { 'x-api-key': KEY } });
  expect(begun).toEqual([]);
});

test('names the configured providers when asked for another', async () => {
  const answer = await chat('small', '/llm/other/chat/completions');
  expect(answer.status).toBe(404);
  expect(JSON.parse(answer.text).error.message).toContain('configured: fake, local, gone');
});

test('a provider that cannot be reached is a 502 in one line, without its key', async () => {
  const answer = await chat('x', '/llm/gone/chat/completions');
  expect(answer.status).toBe(502);
  expect(JSON.parse(answer.text).error.message).toBe(
    'commander: the model provider gone could not be reached (ECONNREFUSED)',
  );
});

test('passes a provider’s own error on', async () => {
  handler = (_request, response) =>
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' }).end('{"error":{}}');
  const answer = await chat('small');
  expect(answer).toMatchObject({ status: 429, text: '{"error":{}}', headers: { 'retry-after': '7' } });
});

test.each([
  ['JSON', 401, 'application/json', { error: { message: `Incorrect API key provided: ${KEY}.` } }],
  ['a page', 500, 'text/html', `<p>${KEY}</p>`],
  ['events', 200, 'text/event-stream', `data: {"error":"${KEY}"}\n\n`],
])('an answer as %s with status %i does not tell the key', async (_name, status, type, said) => {
  const body = typeof said === 'string' ? said : JSON.stringify(said);
  handler = (_request, response) => {
    const length = Buffer.byteLength(body);
    response.writeHead(status, { 'content-type': type, 'content-length': length });
    const cut = body.indexOf(KEY) + 4;
    response.write(body.slice(0, cut), () => setImmediate(() => response.end(body.slice(cut))));
  };
  const answer = await chat('small');
  expect(answer.status).toBe(status);
  expect(answer.text).toBe(body.replaceAll(KEY, '[secret]'));
  expect(answer.headers['content-type']).toBe(type);
});

test('follows no redirect', async () => {
  handler = (_request, response) => response.writeHead(307, { location: '/api/v1/else' }).end();
  const answer = await chat('small');
  expect(answer.status).toBe(502);
  expect(answer.headers.location).toBeUndefined();
  expect(seen).toHaveLength(1);
});

test('streams each event as it comes, and ends the provider’s work when the agent hangs up', async () => {
  const closed = new Promise<void>((resolve) => {
    handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"usage":{"prompt_tokens":11,"completion_tokens":1}}\n\n');
      response.once('close', resolve);
    };
  });
  const request = send({
    socketPath: box.socketPath,
    path: '/llm/fake/chat/completions',
    method: 'POST',
    agent: false,
  });
  request.end('{"model":"small"}');
  const [response]: IncomingMessage[] = await once(request, 'response');
  const [first] = await once(response!, 'data');
  expect(String(first)).toContain('prompt_tokens');
  response!.on('error', () => undefined);
  request.destroy();
  await closed;
  await expect
    .poll(() => usages)
    .toEqual([{ provider: 'fake', model: 'small', inputTokens: 11, outputTokens: 1 }]);
});

test('a provider that breaks off breaks the answer off', async () => {
  handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: {}\n\n', () => response.destroy());
  };
  await expect(chat('small')).rejects.toThrow('aborted');
});

test('takes no faster than the agent reads', async () => {
  let written = 0;
  handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const block = Buffer.alloc(1 << 20, 'x');
    const more = () => {
      while (written < 64 << 20 && response.write(block)) written += block.length;
    };
    response.on('drain', more);
    more();
  };
  const request = send({
    socketPath: box.socketPath,
    path: '/llm/fake/chat/completions',
    method: 'POST',
    agent: false,
  });
  request.end('{"model":"small"}');
  const [response]: IncomingMessage[] = await once(request, 'response');
  await once(response!, 'readable');
  await chatElsewhere();
  expect(written).toBeLessThan(16 << 20);
  response!.on('error', () => undefined);
  request.destroy();
});

/** Another whole exchange, long enough for a stream without backpressure to have filled every buffer. */
async function chatElsewhere(): Promise<void> {
  const streaming = handler;
  handler = (_request, response) => response.writeHead(200).end('{}');
  for (let i = 0; i < 20; i += 1) await chat('small');
  handler = streaming;
}

test('a request of more than 64 MB is not passed on', async () => {
  const answer = await ask('/llm/fake/chat/completions', `{"model":"small","x":"${'x'.repeat(65 << 20)}"}`);
  expect(answer.status).toBe(413);
  expect(seen).toEqual([]);
});

test.each([
  ['two lengths', 'content-length: 5\r\ncontent-length: 6\r\n'],
  ['a length beside chunks', 'content-length: 5\r\ntransfer-encoding: chunked\r\n'],
  ['an unknown coding', 'transfer-encoding: xchunked\r\n'],
  ['a folded header', 'x-a: 1\r\n x-api-key: evil\r\n'],
])('a request with %s ends at the broker', async (_name, headers) => {
  const answer = await raw(
    box.port,
    `POST /llm/fake/chat/completions HTTP/1.1\r\nhost: x\r\n${headers}\r\n0\r\n\r\nGET /`,
  );
  expect(answer).not.toContain('HTTP/1.1 2');
  expect(seen).toEqual([]);
});

test('says of a used-up quota when it is there again, in an answer that nobody tries again', async () => {
  handler = (_request, response) =>
    response
      .writeHead(429, { 'content-type': 'application/json', 'retry-after': '3600' })
      .end(JSON.stringify({ error: { code: 'insufficient_quota', message: `Try again later, ${KEY}` } }));
  const answer = await chat('small');
  expect(answer.status).toBe(402);
  expect(answer.headers['retry-after']).toBe('3600');
  expect(JSON.parse(answer.text).error).toMatchObject({
    code: 'insufficient_quota',
    message: 'commander: the quota of fake is used up',
  });
  expect(quotas).toEqual([{ provider: 'fake', retryAfterMs: 3_600_000 }]);
});

test('passes on a rate limit, and every other error, whole', async () => {
  const body = JSON.stringify({ error: { code: 'rate_limit_exceeded', message: 'x'.repeat(200_000) } });
  handler = (_request, response) =>
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '2' }).end(body);
  expect(await chat('small')).toMatchObject({ status: 429, headers: { 'retry-after': '2' }, text: body });
  expect(quotas).toEqual([]);
});

test('does not bother a provider that is paused', async () => {
  pauses.set('fake', 90_000);
  const answer = await chat('small');
  expect(answer.status).toBe(402);
  expect(answer.headers['retry-after']).toBe('90');
  expect(seen).toEqual([]);
  expect(quotas).toEqual([]);
  expect((await chat('any', '/llm/local/chat/completions')).status).toBe(200);
  pauses.delete('fake');
  expect((await chat('small')).status).toBe(200);
});

test.each([
  { error: { code: 'insufficient_quota', message: 'Used up', param: null } },
  { type: 'error', code: 'insufficient_quota', message: 'Used up', sequence_number: 3 },
  { type: 'response.failed', response: { error: { code: 'insufficient_quota', message: 'Used up' } } },
])('hears also in the midst of an answer that a quota is used up: %j', async (event) => {
  const stream = `data: {"error":null}\n\ndata: ${JSON.stringify(event)}\n\ndata: [DONE]\n\n`;
  handler = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream);
  expect((await chat('small')).text).toBe(stream);
  expect(quotas).toEqual([{ provider: 'fake', retryAfterMs: null }]);
});
