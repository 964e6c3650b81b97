import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { mergeCalls } from '../../../src/pages/task/merge-calls.ts';

const at = '2026-01-01T00:00:00.000Z';
const text = { type: 'agent_text', at, text: 'Meanwhile' } as const;
const call = (state: 'running' | 'completed' | 'error', title: string, callId = 'one') =>
  ({ type: 'tool', at, callId, tool: 'bash', title, output: '', state }) as const;

/** Where each is and what it tells. */
function merged(...events: TaskEvent[]) {
  const logged = events.map((event, i) => ({ cursor: `${i}-0`, event }));
  return mergeCalls(logged).map(({ cursor, event }) =>
    event.type === 'tool' ? [cursor, event.state, event.title] : [cursor],
  );
}

it('puts the end of a call where it began', () => {
  expect(merged(call('running', 'ls'), text, call('completed', 'ls'))).toEqual([
    ['0-0', 'completed', 'ls'],
    ['1-0'],
  ]);
});

it('hides no call behind a later one that calls itself the same', () => {
  expect(
    merged(
      ...[call('running', 'curl evil'), call('error', 'curl evil')],
      ...[call('running', 'ls'), call('completed', 'ls'), call('completed', 'pwd')],
    ),
  ).toEqual([
    ['0-0', 'error', 'curl evil'],
    ['2-0', 'completed', 'ls'],
    ['4-0', 'completed', 'pwd'],
  ]);
  expect(merged(call('running', 'curl evil'), call('running', 'ls'), call('completed', 'ls'))).toEqual([
    ['0-0', 'running', 'curl evil'],
    ['1-0', 'completed', 'ls'],
  ]);
});

it('tells calls apart however long they are called', () => {
  const long = 'x'.repeat(200);
  expect(merged(call('running', 'a', `${long}a`), call('completed', 'b', `${long}b`))).toHaveLength(2);
});
