import { once } from 'node:events';
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterEach, expect, it } from 'vitest';
import { PatientTransport } from '../../../src/mcp/sessions/patient-transport.ts';

const listener = createServer();
afterEach(() => void listener.close());

const NOTE = { method: 'notifications/progress' as const };

/** A client that asks for a tool and reads nothing of what the tool tells, 100 KB at a time. */
async function unread(patienceMs: number) {
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const server = new McpServer({ name: 'test', version: '1' });
  const told = { count: 0, most: 0, isOver: false };
  let response: ServerResponse | null = null;
  server.registerTool('flood', {}, async ({ signal, sendNotification }) => {
    try {
      while (!signal.aborted && told.count < 10_000) {
        const params = { progressToken: 1, progress: told.count, message: 'x'.repeat(100_000) };
        await sendNotification({ ...NOTE, params });
        told.count += 1;
        told.most = Math.max(told.most, response?.writableLength ?? 0);
      }
    } finally {
      told.isOver = true;
    }
    return { content: [] };
  });
  const transport = new PatientTransport({ patienceMs });
  await server.connect(transport);
  listener.once('request', (incoming, answer) => {
    response = answer;
    void transport.handleRequest(incoming, answer, CALL);
  });
  const sent = request({ port, host: '127.0.0.1', agent: false, method: 'POST', headers: HEADERS });
  sent.on('error', () => undefined);
  const answered = once(sent, 'response');
  sent.end();
  const [reading] = await answered;
  reading.on('error', () => undefined);
  return { told, sent, reading };
}

const CALL = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'flood', arguments: {} } };
const HEADERS = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };

/** Resolves when nothing more is told. */
async function stuck(told: { count: number }): Promise<number> {
  let before = -1;
  await expect
    .poll(
      () => {
        const same = told.count > 0 && told.count === before;
        before = told.count;
        return same;
      },
      { interval: 100 },
    )
    .toBe(true);
  return told.count;
}

it('has a tool wait for a client that does not read, and go on when it does', async () => {
  const { told, reading, sent } = await unread(60_000);
  const count = await stuck(told);
  expect(count).toBeLessThan(1_000);
  expect(told.most).toBeLessThan(1_000_000);
  reading.resume();
  await expect.poll(() => told.count, { timeout: 5_000 }).toBeGreaterThan(count + 100);
  sent.destroy();
  await expect.poll(() => told.isOver).toBe(true);
});

it('takes a client for dead that reads nothing for too long, and ends its call', async () => {
  const { told } = await unread(200);
  await expect.poll(() => told.isOver, { timeout: 5_000 }).toBe(true);
  expect(told.count).toBeLessThan(1_000);
});
