import { randomUUID } from 'node:crypto';
import { isTerminal, type Task } from '@opencode-commander/task';
import { z } from 'zod';
import { changeTask, type Decide } from './change-task.ts';
import type { ActingControl } from './control.ts';
import { followThrough } from './follow-through.ts';
import { noteWho } from './note-who.ts';
import { defineOperation } from './operation.ts';
import { refuseEnded } from './task-ended-error.ts';
import { taskIdInput } from './task-input.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const grantBudgetInputSchema = z.object({
  task_id: taskIdInput,
  by: z
    .string()
    .min(1)
    .max(200)
    .describe('What grants it, such as comment:34; the same thing grants nothing a second time'),
  login: z.string().min(1).optional().describe('Who grants it; what is in `by` unless given'),
  usd: z.number().positive().max(1_000_000).describe('US dollars the task may cost more'),
});

const grantBudgetOutputSchema = z.object({
  granted: z.boolean().describe('False when this was granted before, or the task has ended'),
  task: taskViewSchema,
  added_usd: z.number().describe('What people have added to its budget in all'),
});
export type Granted = z.infer<typeof grantBudgetOutputSchema>;

const limit_usd = z.number().nullable().describe('What it may cost with that; null without a limit');

export const grantBudgetOperation = defineOperation({
  title: 'Add to the budget of a task',
  description:
    'Adds dollars to what a task may cost; one that waits for just that goes on. Each call adds, unless a `request` names it.',
  effect: 'changes',
  repeatable: false,
  asksGitHub: false,
  input: grantBudgetInputSchema.pick({ task_id: true, usd: true }).extend({
    request: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('A name for this request: asked for again by the same name, it grants nothing more'),
  }),
  output: grantBudgetOutputSchema.extend({ limit_usd }),
  run: async (control, { task_id, usd, request }) => {
    const { by: login, budget } = control;
    const by = `${login}:${request ?? randomUUID()}`;
    const granted = await grantBudget(control, { task_id, usd, by, login });
    if (granted.granted) await noteWho(control, task_id, `$${usd.toFixed(2)} added to its budget`);
    else refuseEnded(granted.task);
    const { taskUsd } = budget();
    return { ...granted, limit_usd: taskUsd === null ? null : taskUsd + granted.added_usd };
  },
});

/** Adds to the budget of a task; one that waits for just that goes on. Throws TaskNotFoundError, RedisError. */
export async function grantBudget(
  control: ActingControl,
  input: z.input<typeof grantBudgetInputSchema>,
): Promise<Granted> {
  const { task_id, by, usd, login = by } = grantBudgetInputSchema.parse(input);
  const at = control.now().toISOString();
  const { changed, task } = await changeTask(control, task_id, (before) => {
    if (isTerminal(before.status) || before.grants.some((grant) => grant.by === by)) return null;
    const grants = [...before.grants, { by, usd }];
    const goesOn = answered(before, { by: login, at, usd });
    // Most of a larger budget may be left again.
    return { ...goesOn, patch: { ...goesOn?.patch, grants, budgetWarned: false } };
  });
  if (changed || task.status === 'queued') await followThrough(control, task);
  const added_usd = task.grants.reduce((sum, grant) => sum + grant.usd, 0);
  return { granted: changed, task: taskView(task), added_usd };
}

function answered(
  { status, question }: Task,
  { by, at, usd }: { by: string; at: string; usd: number },
): ReturnType<Decide> {
  if (status !== 'waiting_human' || question?.kind !== 'budget') return null;
  const answer = { to: question.number, by, at, reply: { kind: 'continue' as const, usd } };
  return { status: 'queued', patch: { answer }, message: `${by} added $${usd.toFixed(2)}` };
}
