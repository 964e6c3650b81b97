import type { LoggedEvent } from '@opencode-commander/queue';
import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { taskSceneReader } from '../../../src/pages/task/task-scene.ts';

const at = '2026-01-01T00:00:00.000Z';
const accepted: TaskEvent = { type: 'status', at, status: 'queued', message: 'accepted' };
const text: TaskEvent = { type: 'agent_text', at, text: 'Hm' };
const tool = { type: 'tool', at, callId: 'one', tool: 'bash', title: 'ls', output: '' } as const;

/** A task with a log that can go on. */
function aTask(...happened: TaskEvent[]) {
  const events: LoggedEvent[] = [];
  const happens = (...more: TaskEvent[]) => {
    for (const event of more) events.push({ cursor: `${events.length + 1}-0`, event });
  };
  happens(...happened);
  const answers: Record<string, (input: { after: string }) => unknown> = {
    logs: ({ after }) => ({
      events: events.slice(Number.parseInt(after, 10)),
      next: events.at(-1)?.cursor ?? after,
      more: false,
    }),
    'tasks.show': () => ({ task: { status: 'running', commits: null } }),
    'tasks.diff': () => ({ files: [], diff: '', truncated: false }),
  };
  const ask = async (name: string, input: { after: string }) => answers[name]?.(input);
  return { happens, read: taskSceneReader({ ask } as never, '1-abcdef') };
}

it('tells everything once, however many read at the same time', async () => {
  const { read } = aTask(accepted, text);
  const [first, second] = await Promise.all([read(), read()]);
  expect(first.statuses).toHaveLength(1);
  expect(second).toEqual(first);
});

it('leaves a call where it began, so that nothing moves when it ends', async () => {
  const { happens, read } = aTask({ ...tool, state: 'running' }, ...Array.from({ length: 199 }, () => text));
  await read();
  happens({ ...tool, state: 'completed' });
  const { events, hasEarlier } = await read();
  expect(events[0]).toEqual({ cursor: '1-0', event: { ...tool, state: 'completed' } });
  expect({ length: events.length, hasEarlier }).toEqual({ length: 200, hasEarlier: false });
});
