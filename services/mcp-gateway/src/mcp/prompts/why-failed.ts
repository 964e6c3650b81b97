import type { ControlClient } from '@opencode-commander/control';
import { describeShown } from '../describe/describe-steered.ts';
import { transcript } from '../resources/transcript.ts';
import { fenced } from './fenced.ts';

const MAX_LENGTH = 12_000;

/** Throws InputError, TaskNotFoundError, RedisError. */
export async function whyFailed(client: ControlClient, id: string): Promise<string> {
  const shown = await client.ask('tasks.show', { task_id: id });
  return [
    `Find out why the task ${id} failed, or why it does not go on.`,
    fenced(`${describeShown(shown)}\n\n${await transcript(client, id, MAX_LENGTH)}`),
    'Where that is not enough, read more with commander_logs. Say what went wrong and quote the line that shows it, say whether trying again can help, and propose what to do next: commander_queue with retry, commander_answer, commander_budget, commander_model, or a change to the issue. Do none of it before I have agreed.',
  ].join('\n\n');
}
