import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bash, say, structured } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import type { Rig } from './rig.ts';

/** Work that its agent is at until `release`, whatever becomes of dispatchers meanwhile. */
export const heldWork = [
  bash('until [ -e /tmp/go ]; do sleep 0.2; done; echo a > slow.txt'),
  bash('git add --all && git commit -qm "Work" && git push -q origin HEAD'),
  say('Done.'),
  structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' }),
];

/** The record of a task as soon as its agent is at work. */
export async function atWork(rig: Rig, { id }: Task): Promise<Task> {
  const { source } = await rig.when(id, ({ status }) => status === 'running');
  const name = scriptOf({ source });
  await rig.model.untilRequest(({ script, step }) => script === name && step === 'call');
  return rig.when(id, ({ sessionId }) => sessionId !== null);
}

/** Lets the agent of the task go on. */
export async function release(rig: Rig, task: Task): Promise<void> {
  await touch(rig, task, '/tmp/go');
}

/** Makes a file in the task's container. Where that cannot be, the task's log says why. */
export async function touch(rig: Rig, { id, containerId }: Task, path: string): Promise<void> {
  try {
    await promisify(execFile)('podman', ['exec', containerId ?? '', 'touch', path]);
  } catch (cause) {
    const log = (await rig.store.readEvents(id)).map(({ event }) => JSON.stringify(event));
    throw new Error(`${path} could not be made:\n${log.join('\n')}`, { cause });
  }
}

/** What the agent was told first, in each session it had, and how often something was said to it at most. */
export function told(rig: Rig, task: Task): { prompts: number; turns: number } {
  const conversations = rig.model.requests
    .filter(({ script }) => script === scriptOf(task) || script === `${scriptOf(task)} from now on`)
    .map(({ conversation }) => conversation);
  const turns = conversations.map(({ messages }) => messages.filter(({ role }) => role === 'user').length);
  return { prompts: new Set(conversations.map(({ prompt }) => prompt)).size, turns: Math.max(...turns) };
}

function scriptOf({ source: { repo, number } }: Pick<Task, 'source'>): string {
  return `${repo}#${number}`;
}
