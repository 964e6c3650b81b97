import type { ControlClient } from '@opencode-commander/control';
import { prioritySchema } from '@opencode-commander/task';
import { FormError } from '../../http/form-error.ts';
import { dollarsOf, readReply } from './read-reply.ts';

/** Has something done to a task, and tells whether anything was changed. */
type TaskAction = (client: Asking, id: string, form: URLSearchParams) => Promise<boolean>;
type Asking = Pick<ControlClient, 'ask'>;

/** What the forms of a task have done, by the last part of their address: each is one operation. */
export const TASK_ACTIONS: Readonly<Record<string, TaskAction>> = {
  answer,
  cancel: async (client, task_id, form) => {
    const reason = form.get('reason')?.trim();
    return (await client.ask('queue.cancel', { task_id, ...(reason && { reason }) })).stopped;
  },
  retry: async (client, task_id) => (await client.ask('queue.retry', { task_id })).retried,
  priority: async (client, task_id, form) => {
    const { data: priority } = prioritySchema.safeParse(form.get('priority'));
    if (priority === undefined) throw new FormError('Choose one of the priorities');
    return (await client.ask('queue.prioritize', { task_id, priority })).changed;
  },
  model: async (client, task_id, form) => {
    const model = form.get('model')?.trim() || null;
    return (await client.ask('model.choose', { task_id, model })).changed;
  },
  budget: async (client, task_id, form) => {
    const request = form.get('request') ?? undefined;
    const input = { task_id, usd: dollarsOf(form), ...(request && { request }) };
    return (await client.ask('budget.grant', input)).granted;
  },
};

/** A question that does not wait any more is left alone. */
async function answer(client: Asking, task_id: string, form: URLSearchParams): Promise<boolean> {
  const { task } = await client.ask('tasks.show', { task_id });
  const { question } = task;
  if (question === null || String(question.number) !== form.get('question')) return false;
  const reply = readReply(question, form);
  return (await client.ask('answer', { task_id, question: question.number, reply })).answered;
}
