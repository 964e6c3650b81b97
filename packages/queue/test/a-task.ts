import { newTask, type Task } from '@opencode-commander/task';
import type { TaskStore } from '../src/store/task-store.ts';

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

/** The epoch of the task's present run. */
export async function epochOf(store: Pick<TaskStore, 'get'>, id: string): Promise<number> {
  return (await store.get(id))?.epoch ?? 0;
}
