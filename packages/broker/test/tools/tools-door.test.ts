import { expect, test } from 'vitest';
import { openBroker, raw } from '../broker-fixture.ts';
import { connectTools, recordedTools } from './tools-client.ts';

const RLO = '\u202E';
const ESCAPE = '\u001B[2J';

test('an agent finds three tools, and each call reaches what stands behind it', async () => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  await using agent = await connectTools(box.socketPath);

  expect((await agent.list()).map(({ name }) => name)).toEqual([
    'ask_human',
    'report_progress',
    'read_issue',
  ]);
  const question = { question: 'Which?', options: ['Red', 'Blue'], multiple: true };
  expect(await agent.call('ask_human', question)).toEqual({ status: 'done', text: 'Fine.' });
  await agent.call('ask_human', { question: 'Why?' });
  await agent.call('report_progress', { steps: [{ text: 'Look', done: true }], note: 'Soon.' });
  await agent.call('read_issue', {});
  await agent.call('read_issue', { number: 7 });

  expect(calls).toEqual([
    question,
    { question: 'Why?', options: [], multiple: false },
    { steps: [{ text: 'Look', done: true }], note: 'Soon.' },
    null,
    7,
  ]);
});

test('what an agent writes arrives plain: nothing hides, nothing is obeyed by a terminal', async () => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  await using agent = await connectTools(box.socketPath);
  const marker = '<!-- opencode-commander {"task":"1-aaaaaa","operation":"status"} -->';

  await agent.call('ask_human', {
    question: `${marker}Which${RLO} one${ESCAPE}?\u0000\nAnd <!-- why`,
    options: [`R\u200Bed${ESCAPE}\n`, marker],
  });
  await agent.call('report_progress', {
    steps: [
      { text: `${marker}\n`, done: false },
      { text: `a\nb${RLO}`, done: true },
    ],
    note: marker,
  });
  expect(await agent.call('ask_human', { question: `${marker} ${RLO}` })).toMatchObject({
    status: 'refused',
  });

  expect(calls).toEqual([
    { question: 'Which one[2J?\nAnd', options: ['Red[2J'], multiple: false },
    { steps: [{ text: 'a b', done: true }], note: null },
  ]);
});

test.each([
  ['ask_human', { question: 'x'.repeat(2_001) }],
  ['ask_human', { question: 'Which?', options: Array.from({ length: 21 }, String) }],
  ['ask_human', { question: 'Which?', options: ['x'.repeat(201)] }],
  ['ask_human', { question: 7 }],
  ['ask_human', { question: 'Which?', repository: 'other/one' }],
  ['report_progress', { steps: Array.from({ length: 51 }, () => ({ text: 'a', done: false })) }],
  ['report_progress', { steps: 'all' }],
  ['read_issue', { number: -1 }],
  ['read_issue', { number: 2 ** 40 }],
  ['read_issue', { number: 'other/repo#1' }],
  ['read_issue', { repo: 'other/repo', number: 1 }],
  ['nothing_such', {}],
])('%s with what it does not take is refused, and reaches nobody', async (name, args) => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  await using agent = await connectTools(box.socketPath);

  expect(await agent.call(name, args)).toMatchObject({ status: 'refused' });
  expect(calls).toEqual([]);
});

test('a fault is told without its reason, and the next call is served', async () => {
  const { tools } = recordedTools();
  const fault = new Error('https://x:ghp_secretsecret@github.com is away');
  const failing = { ...tools, readIssue: () => Promise.reject(fault) };
  await using box = await openBroker({ tools: failing });
  await using agent = await connectTools(box.socketPath);

  const answer = await agent.call('read_issue', {});

  expect(answer).toMatchObject({ status: 'refused' });
  expect(answer.text).not.toContain('ghp_');
  expect(box.errors).toEqual([fault]);
  expect(await agent.call('ask_human', { question: 'Why?' })).toMatchObject({ status: 'done' });
});

test('clients in parallel get their own answers', async () => {
  const { tools } = recordedTools();
  const echoing = {
    ...tools,
    readIssue: async (number: number | null) => {
      // The later ones answer first.
      await new Promise((resolve) => setTimeout(resolve, 20 - Number(number)));
      return { status: 'done' as const, text: `issue ${number}` };
    },
  };
  await using box = await openBroker({ tools: echoing });
  const numbers = Array.from({ length: 12 }, (_, i) => i + 1);
  const answers = await Promise.all(
    numbers.map(async (number) => {
      await using agent = await connectTools(box.socketPath);
      return (await agent.call('read_issue', { number })).text;
    }),
  );
  expect(answers).toEqual(numbers.map((number) => `issue ${number}`));
});

test('an agent that calls for ever is told to go on with its work', async () => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  await using agent = await connectTools(box.socketPath);
  const statuses: string[] = [];
  for (let n = 0; n < 200; n += 1) statuses.push((await agent.call('read_issue', {})).status);

  expect(calls).toHaveLength(120);
  expect(statuses.lastIndexOf('done')).toBe(119);
  expect(statuses.indexOf('refused')).toBe(120);
});

test('a body that is too large, broken, no message or no POST is answered as such, and all goes on', async () => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  const message =
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_issue","arguments":{}}}';

  expect(await post(box.url, 'x'.repeat(5_000_000))).toBe(413);
  expect(await post(box.url, '{"jsonrpc":')).toBe(400);
  expect(await post(box.url, '{"method":"tools/call"}')).toBe(400);
  expect(await post(box.url, `[${Array(1_000).fill(message).join(',')}]`)).toBe(400);
  expect(await post(box.url, message, { 'content-type': 'text/plain' })).toBe(415);
  for (const method of ['GET', 'DELETE', 'PUT'])
    expect((await fetch(`${box.url}/mcp`, { method })).status).toBe(405);
  expect((await fetch(`${box.url}/mcp/more`, { method: 'POST' })).status).toBe(404);
  expect(calls).toEqual([]);

  expect(await post(box.url, message)).toBe(200);
  expect(calls).toEqual([null]);
});

test('messages come one by one: an array of them costs no more than its refusal', async () => {
  const { tools, calls } = recordedTools();
  await using box = await openBroker({ tools });
  const call = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read_issue"}}';

  expect(await post(box.url, `[${Array(100).fill(call).join(',')}]`)).toBe(400);
  expect(await post(box.url, `[${call}]`)).toBe(400);
  expect(await post(box.url, '[]')).toBe(400);
  expect(calls).toEqual([]);
});

test('each tool is listed with what it takes', async () => {
  await using box = await openBroker(recordedTools());
  await using agent = await connectTools(box.socketPath);

  const [askHuman, , readIssue] = await agent.list();

  expect(askHuman).toMatchObject({
    title: 'Ask people',
    inputSchema: {
      properties: { question: { type: 'string', maxLength: 2_000 }, options: { maxItems: 20 } },
      required: ['question'],
      additionalProperties: false,
    },
  });
  expect(readIssue).toMatchObject({
    annotations: { readOnlyHint: true },
    inputSchema: {
      properties: { number: { type: 'integer', description: 'The issue; your own unless given' } },
    },
  });
});

test('an agent that lists the tools for ever is told to wait', async () => {
  await using box = await openBroker(recordedTools());
  const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
  const statuses = new Set<number>();
  for (let n = 0; n < 650; n += 50)
    for (const status of await Promise.all(Array.from({ length: 50 }, () => post(box.url, list))))
      statuses.add(status);

  expect([...statuses]).toEqual([200, 429]);
});

test('it is found through the broker as a proxy, too, and is not there without tools', async () => {
  const ask = 'GET http://127.0.0.1:8080/mcp HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
  await using box = await openBroker(recordedTools());
  expect(await raw(box.port, ask)).toContain('405');
  await using bare = await openBroker();
  expect(await raw(bare.port, ask)).toContain('404');
});

async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<number> {
  const answer = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body,
  });
  await answer.text();
  return answer.status;
}
