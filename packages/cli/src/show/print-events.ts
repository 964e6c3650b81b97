import type { ControlClient, QuestionView } from '@opencode-commander/control';
import type { TaskEvent, TaskId } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { formatEvent } from './format-event.ts';
import { formatQuestion } from './format-question.ts';
import { createPaint } from './paint.ts';

type Printer = Pick<Cli, 'print' | 'terminal' | 'env' | 'now'>;

/** Prints each event of a task for people, and below that with which it waits now what it asks. */
export function printEvents(
  { print, terminal, env, now }: Printer,
  { client, id }: { client: Pick<ControlClient, 'ask'>; id: TaskId },
): (event: TaskEvent) => Promise<void> {
  const paint = createPaint(terminal.stdout, env);
  return async (event) => {
    for (const line of formatEvent(event, paint)) print(line);
    const question = isWait(event) ? await pendingQuestion(client, id) : null;
    // An earlier wait asked something else.
    if (question === null || event.at < question.asked_at) return;
    for (const line of formatQuestion(question, { id, now: now() })) print(`${INDENT}${line}`);
  };
}

/** As wide as the time before an event. */
const INDENT = ' '.repeat('00:00:00 '.length);

function isWait(event: TaskEvent): boolean {
  return event.type === 'status' && event.status === 'waiting_human';
}

async function pendingQuestion(client: Pick<ControlClient, 'ask'>, id: TaskId): Promise<QuestionView | null> {
  return (await client.ask('tasks.show', { task_id: id })).task.question;
}
