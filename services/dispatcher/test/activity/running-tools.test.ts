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
