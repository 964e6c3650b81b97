import { taskView } from '@opencode-commander/control';
import { newTask, type Status } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { describeDispatched } from '../src/dispatch-work.ts';

const issue = { repoId: 1, repo: 'acme/web', number: 2, title: 'Hi', body: '', labels: [], url: 'u' };
const made = newTask({ issue, host: 'h', now: new Date('2026-11-20T11:00:00.000Z') });

it.each<[Status, string]>([
  ['dispatched', 'is being started already'],
  ['running', 'is worked on already'],
  ['waiting_human', 'waits for an answer on its issue'],
  ['completed', 'is completed already'],
  ['failed', 'has failed: --again tries it again'],
  ['cancelled', 'was cancelled: --again tries it again'],
])('says of a task that is %s that it %s', (status, words) => {
  const task = { ...taskView(made), status };
  const none = { issue_opened: false, created: false, queued_again: false, position: null };
  const line = describeDispatched({ ...none, task });
  expect(line).toBe(`Task ${made.id} (acme/web#2, medium priority) ${words}`);
});

it.each([
  [{ created: true, queued_again: false }, 'is taken at once'],
  [{ created: false, queued_again: true }, 'is tried again and is taken at once'],
  [{ created: false, queued_again: false }, 'exists already and waits for its next try'],
])('says of a queued task that is not in the queue, with %o, that it %s', (asked, words) => {
  const dispatched = { issue_opened: false, position: null, task: taskView(made), ...asked };
  expect(describeDispatched(dispatched)).toBe(`Task ${made.id} (acme/web#2, medium priority) ${words}`);
});

it('says which issue was opened', () => {
  const dispatched = { issue_opened: true, created: true, queued_again: false, position: 1 };
  expect(describeDispatched({ ...dispatched, task: taskView(made) })).toBe(
    `Opened u. Task ${made.id} (acme/web#2, medium priority) is number 1 in the queue`,
  );
});
