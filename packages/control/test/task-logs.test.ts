import { TaskNotFoundError } from '@opencode-commander/queue';
import { expect, test } from 'vitest';
import { dispatch, taskLogs } from '../src/index.ts';
import { startControl } from './a-control.ts';

const at = '2026-01-02T00:00:00.000Z';
const { signal } = new AbortController();

async function logged(control: ReturnType<typeof startControl>, options: Parameters<typeof taskLogs>[1]) {
  const seen: string[] = [];
  for await (const { event } of taskLogs(control, options))
    seen.push(event.type === 'status' ? event.status : event.type);
  return seen;
}

test('without following it gives the past and ends', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  await control.store.claim({ id: task.id, host: 'h', at });
  expect(await logged(control, { id: task.id, follow: false, signal })).toEqual(['queued', 'dispatched']);
  expect(await logged(control, { id: task.id, follow: false, last: 1, signal })).toEqual(['dispatched']);
});

test('following ends with the task, not with an earlier end of it', async () => {
  await using control = startControl();
  const { store } = control;
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  const { id } = task;
  await store.change({ id, epoch: 0, status: 'failed', at });
  await store.change({ id, epoch: 0, status: 'queued', at });
  const seen: string[] = [];
  for await (const { event } of taskLogs(control, { id, follow: true, signal })) {
    seen.push(event.type === 'status' ? event.status : event.type);
    if (seen.length !== 3) continue;
    await store.appendEvent(id, { type: 'agent_text', at, text: 'hello' });
    await store.change({ id, epoch: 0, status: 'cancelled', at });
  }
  expect(seen).toEqual(['queued', 'failed', 'queued', 'agent_text', 'cancelled']);
  await store.appendEvent(id, { type: 'service', at, level: 'info', message: 'afterwards' });
  expect(await logged(control, { id, follow: true, last: 2, signal })).toEqual(['cancelled', 'service']);
});

test('following ends with its signal', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  const end = new AbortController();
  const seen: string[] = [];
  for await (const { event } of taskLogs(control, { id: task.id, follow: true, signal: end.signal })) {
    seen.push(event.type);
    setImmediate(() => end.abort());
  }
  expect(seen).toEqual(['status']);
});

test('a task that is not there is an error', async () => {
  await using control = startControl();
  await expect(logged(control, { id: '1-abcdef', follow: true, signal })).rejects.toThrow(TaskNotFoundError);
});

test('a long log comes whole and in order', async () => {
  await using control = startControl();
  const { task } = await dispatch(control, { github_issue_url: control.file({ number: 1 }) });
  const { id } = task;
  const texts = Array.from({ length: 450 }, (_, i) => String(i));
  await Promise.all(texts.map((text) => control.store.appendEvent(id, { type: 'agent_text', at, text })));
  const seen: string[] = [];
  for await (const { event } of taskLogs(control, { id, follow: false, signal }))
    if (event.type === 'agent_text') seen.push(event.text);
  expect(seen).toEqual(texts);
});
