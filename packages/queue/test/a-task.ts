import { newTask, type Task } from '@opencode-commander/task';

/** A queued task for issue `number` of `acme/web`, with what a test wants otherwise. */
export function aTask(number: number, changes: Partial<Task> = {}): Task {
  const issue = {
    repo: 'acme/web',
    repoId: 7,
    number,
    url: `https://github.com/acme/web/issues/${number}`,
    title: 'Say hello',
    body: 'Please say "hello" 🙂\n$(whoami)',
    labels: [],
  };
  return { ...newTask({ issue, host: 'github.com', now: new Date(at(number)) }), ...changes };
}

/** An instant `seconds` into 2026. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
}
