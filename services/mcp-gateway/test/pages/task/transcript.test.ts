import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { transcriptItems } from '../../../src/pages/task/transcript.ts';

const at = '2026-01-01T00:00:00.000Z';
const tool = { type: 'tool', at, callId: 'a"b', tool: 'bash', title: 'npm test', output: '' } as const;

function items(...events: TaskEvent[]) {
  return transcriptItems(events.map((event, i) => ({ cursor: `${i}-0`, event })));
}

it('show what became of the call of a tool', () => {
  const shown = items({ ...tool, state: 'completed', output: '<ok>\n' });
  expect(shown.map(({ id }) => id)).toEqual(['event-0-0']);
  expect(shown[0]?.html.markup).toContain('done: ');
  expect(shown[0]?.html.markup).toContain('<pre tabindex="0">&lt;ok&gt;</pre>');
});

it('belong into the transcript, each an element called as it is', () => {
  for (const { id, within, html } of items(
    { type: 'status', at, status: 'running', message: '<b>' },
    { type: 'service', at, level: 'warn', message: '\u202Eevil' },
  )) {
    expect(within).toBe('transcript');
    expect(html.markup).toMatch(new RegExp(`^<li id="${id}"`));
    expect(html.markup).not.toMatch(/<b>|\u202E/);
  }
});
