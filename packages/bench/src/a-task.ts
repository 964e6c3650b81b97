import { newTask, type Task } from '@opencode-commander/task';

/** A queued task for an issue of this number, as long as issues usually are. */
export function aTask(number: number): Task {
  const url = `https://github.com/acme/web/issues/${number}`;
  const text = { title: `Task ${number}`, body: 'Please do this. '.repeat(20), labels: [] };
  return newTask({
    issue: { repoId: 1, repo: 'acme/web', number, url, ...text },
    host: 'github.com',
    now: new Date(),
  });
}
