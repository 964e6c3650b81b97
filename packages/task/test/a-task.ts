import { newTask, type Task, taskSchema } from '../src/index.ts';

/** A queued task for `acme/web#12`, with what a test wants otherwise. */
export function aTask(changes: Partial<Task> = {}): Task {
  const issue = {
    repo: 'acme/web',
    repoId: 7,
    number: 12,
    url: 'https://github.com/acme/web/issues/12',
    title: 'Say hello',
    body: 'Please say hello.',
    labels: [],
  };
  const task = newTask({ issue, host: 'github.com', now: new Date('2026-01-01T00:00:00.000Z') });
  return taskSchema.parse({ ...task, id: '12-a1b2c3', branch: 'agent/12-a1b2c3', ...changes });
}
