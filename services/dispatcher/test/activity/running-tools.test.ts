import { expect, it } from 'vitest';
import { RunningTools } from '../../src/activity/running-tools.ts';

const call = (callId: string, state: 'running' | 'completed' | 'error', title = '') => ({
  ...{ type: 'tool' as const, callId, tool: 'bash', state, title, output: '' },
});

it('names the one begun last that still runs', () => {
  const tools = new RunningTools();
  expect(tools.current).toBeNull();
  tools.take(call('a', 'running', 'npm test'));
  tools.take(call('b', 'running'));
  expect(tools.current).toBe('bash');
  tools.take(call('b', 'error'));
  expect(tools.current).toBe('bash: npm test');
  tools.take(call('a', 'completed', 'npm test'));
  expect(tools.current).toBeNull();
});

it('is one short line, whatever the agent calls it', () => {
  const tools = new RunningTools();
  tools.take(call('a', 'running', `echo\n\u001b[2J${'x'.repeat(500)}`));
  expect(tools.current).toMatch(/^bash: echo \[2Jx+…$/);
  expect(tools.current?.length).toBe(100);
});

it('forgets the oldest of an agent that never tells of an end', () => {
  const tools = new RunningTools();
  for (let i = 0; i < 60; i += 1) tools.take(call(`${i}`, 'running', `step ${i}`));
  const known = [];
  for (let i = 59; tools.current !== null; i -= 1) {
    known.push(tools.current);
    tools.take(call(`${i}`, 'completed'));
  }
  expect(known).toHaveLength(50);
  expect([known[0], known.at(-1)]).toEqual(['bash: step 59', 'bash: step 10']);
});
