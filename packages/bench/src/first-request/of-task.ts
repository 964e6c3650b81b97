import { enqueueTask, type TaskStore } from '@opencode-commander/queue';
import { isTerminal, newTask, type Task, type TaskId } from '@opencode-commander/task';
import type { World } from '../world.ts';
import type { Commander } from './open-commander.ts';

/** Milliseconds from the claim of a new task to its agent's first request to the model, through the whole dispatcher. */
export async function firstRequestOfTask(
  { store, queues }: Commander,
  world: World,
  signal: AbortSignal,
): Promise<number> {
  const task = aTask(world);
  await store.create(task);
  await enqueueTask(queues, task);
  const { startedAt, firstModelRequestAt, failure } = await ended(store, task.id, signal);
  if (startedAt === null || firstModelRequestAt === null) {
    throw new Error(`the task never asked the model: ${failure?.message ?? 'for no known reason'}`);
  }
  return Date.parse(firstModelRequestAt) - Date.parse(startedAt);
}

function aTask({ github, repository, config }: World): Task {
  const { fullName: repo, id: repoId } = repository;
  const text = { title: 'Say no', body: 'Say no, and change nothing.' };
  const { number } = github.fileIssue({ repo, ...text });
  const url = `${github.url}/${repo}/issues/${number}`;
  const issue = { repoId, repo, number, url, labels: [], ...text };
  return newTask({ issue, host: config.github.host, now: new Date() });
}

async function ended(store: TaskStore, id: TaskId, signal: AbortSignal): Promise<Task> {
  for await (const { event } of store.followEvents(id, { signal })) {
    if (event.type === 'status' && isTerminal(event.status)) break;
  }
  const task = await store.get(id);
  if (task === null) throw new Error(`the task ${id} is gone`);
  return task;
}
