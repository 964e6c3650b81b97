import { expect, test } from 'vitest';
import { dispatch, type LogPage, OPERATIONS, taskLogs } from '../src/index.ts';
import { startControl } from './a-control.ts';
import { asked } from './asked.ts';

const UNREADABLE = JSON.stringify({ type: 'from_a_newer_version', at: '2026-01-02T00:00:00.000Z' });

/** A task whose log has as many entries that nobody here can read, and then a word. */
async function unreadable(control: ReturnType<typeof startControl>, entries: number) {
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  const key = `{${control.prefix}}:task:${task.id}:events`;
  const pipeline = control.redis.pipeline();
  for (let i = 0; i < entries; i += 1) pipeline.xadd(key, '*', 'event', UNREADABLE);
  await pipeline.exec();
  const at = '2026-01-02T00:00:00.000Z';
  await control.store.appendEvent(task.id, { type: 'agent_text', at, text: 'the last word' });
  return task.id;
}

test('pages go on past what cannot be read', async () => {
  await using control = startControl();
  const task_id = await unreadable(control, 600);
  const seen: string[] = [];
  let pages = 0;
  for (let page: LogPage = { events: [], next: '0-0', more: true }; page.more && pages < 20; pages += 1) {
    page = await OPERATIONS.logs.run(asked(control), { task_id, after: page.next, limit: 100 });
    seen.push(...page.events.map(({ event }) => event.type));
  }
  expect({ seen, pages }).toEqual({ seen: ['status', 'agent_text'], pages: 7 });
});

test('the latest page of what cannot be read says where to go on', async () => {
  await using control = startControl();
  const task_id = await unreadable(control, 1);
  const key = `{${control.prefix}}:task:${task_id}:events`;
  const end = await control.redis.xadd(key, '*', 'event', UNREADABLE);
  const page = await OPERATIONS.logs.run(asked(control), { task_id, limit: 1 });
  expect(page).toEqual({ events: [], next: end, more: false });
});

test.each([false, true])('everything is told past what cannot be read, following: %s', async (follow) => {
  await using control = startControl();
  const id = await unreadable(control, 600);
  await control.store.change({ id, epoch: 0, status: 'cancelled', at: '2026-01-02T00:00:00.000Z' });
  const seen: string[] = [];
  const { signal } = new AbortController();
  for await (const { event } of taskLogs(control, { id, follow, signal }))
    seen.push(event.type === 'status' ? event.status : event.type);
  expect(seen).toEqual(['queued', 'agent_text', 'cancelled']);
});
