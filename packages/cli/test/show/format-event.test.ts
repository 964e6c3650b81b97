import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { formatEvent } from '../../src/show/format-event.ts';
import { createPaint } from '../../src/show/paint.ts';

const at = '2026-11-20T10:11:12.000Z';
const tool = { type: 'tool', at, callId: 'c', tool: 'bash', title: 'npm test' } as const;

it.each<[string, TaskEvent, string[]]>([
  ['a status', { type: 'status', at, status: 'queued', message: '' }, ['10:11:12 queued']],
  [
    'a status with a reason',
    { type: 'status', at, status: 'failed', message: 'no\nwork' },
    ['10:11:12 failed: no work'],
  ],
  [
    'what the agent says',
    { type: 'agent_text', at, text: 'Hi\n\u001b[2Jthere\n' },
    ['10:11:12 │ Hi', '10:11:12 │ [2Jthere'],
  ],
  ['a tool that runs', { ...tool, state: 'running', output: '' }, []],
  [
    'a tool that ended',
    { ...tool, state: 'completed', output: '1\n2\n3\n4\n5\n6\n' },
    ['✓ bash npm test', '    2', '    3', '    4', '    5', '    6'].map((line) => `10:11:12 ${line}`),
  ],
  [
    'a tool that failed',
    { ...tool, tool: 'b\u0007ash', state: 'error', output: '' },
    ['10:11:12 ✗ bash npm test'],
  ],
  ['a service', { type: 'service', at, level: 'warn', message: 'refused' }, ['10:11:12 refused']],
])('shows %s', (_what, event, lines) => {
  expect(formatEvent(event, createPaint(false, {}))).toEqual(lines);
});

it('is coloured on a terminal, unless NO_COLOR is set', () => {
  const event: TaskEvent = { type: 'status', at, status: 'queued', message: '' };
  const onTerminal = (env: Record<string, string>) => formatEvent(event, createPaint(true, env)).join('');
  expect(onTerminal({})).toContain('\u001b[1mqueued');
  expect(onTerminal({ NO_COLOR: '' })).toContain('\u001b[1mqueued');
  expect(onTerminal({ NO_COLOR: '1' })).toBe('10:11:12 queued');
});
