import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { createLogger } from '@opencode-commander/service';
import { expect, it } from 'vitest';
import { createMcpSessions } from '../../../src/mcp/sessions/mcp-sessions.ts';
import { createSessionIds } from '../../../src/mcp/sessions/session-ids.ts';

/** Two sessions at most, which yield after one second and end after ten. */
function twoSessions() {
  const clock = { now: 0 };
  const now = () => clock.now;
  const signals: AbortSignal[] = [];
  const sessions = createMcpSessions({
    ids: createSessionIds({ token: 't', now }),
    limits: { max: 2, idleMs: 10_000, yieldMs: 1_000 },
    async createServer(signal) {
      signals.push(signal);
      return new McpServer({ name: 'test', version: '1' });
    },
    now,
    log: createLogger({ name: 'test', level: 'silent', pretty: false, secrets: [] }),
  });
  const ended = () => signals.map(({ aborted }) => aborted);
  return { sessions, clock, ended };
}

it('refuses a client too many while all are at work', async () => {
  const { sessions, clock, ended } = twoSessions();
  const [one] = [await sessions.begin(), await sessions.begin()];
  expect(await sessions.begin()).toBeNull();
  for (const session of [one]) if (session !== null) session.open = 1;
  clock.now = 999;
  expect(await sessions.begin()).toBeNull();
  clock.now = 1_000;
  expect(await sessions.begin()).not.toBeNull();
  // The one that was at work stays.
  expect(ended()).toEqual([false, true, false]);
  await sessions.close();
  expect(ended()).toEqual([true, true, true]);
});

it('has the one that was idle longest go first', async () => {
  const { sessions, clock, ended } = twoSessions();
  await sessions.begin();
  clock.now = 500;
  await sessions.begin();
  clock.now = 5_000;
  await sessions.begin();
  expect(ended()).toEqual([true, false, false]);
});

it('forgets those that nobody uses, and those that end by themselves', async () => {
  const { sessions, clock, ended } = twoSessions();
  const [one, other] = [await sessions.begin(), await sessions.begin()];
  clock.now = 9_999;
  await sessions.sweep();
  expect(sessions.find(one?.id ?? '')).toBe(one);
  await other?.server.close();
  expect(sessions.find(other?.id ?? '')).toBeNull();
  clock.now = 10_000;
  expect(sessions.find(one?.id ?? '')).toBeNull();
  await sessions.sweep();
  expect(ended()).toEqual([true, true]);
});
