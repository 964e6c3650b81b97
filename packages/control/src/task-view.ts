import {
  failureSchema,
  prioritySchema,
  pullSchema,
  statusSchema,
  type Task,
  taskIdSchema,
  waitsForSchema,
} from '@opencode-commander/task';
import { z } from 'zod';
import { questionView, questionViewSchema } from './question-view.ts';

/** A task as people and programs outside see it: snake_case, without the issue's text. */
export const taskViewSchema = z.object({
  id: taskIdSchema,
  /** `owner/name`. */
  repo: z.string(),
  number: z.number().int(),
  github_issue_url: z.string(),
  title: z.string(),
  priority: prioritySchema,
  status: statusSchema,
  attempts: z.number().int(),
  round: z.number().int(),
  parent_task_id: taskIdSchema.nullable(),
  host: z.string().nullable(),
  container_id: z.string().nullable(),
  session_id: z.string().nullable(),
  branch: z.string(),
  base_sha: z.string().nullable(),
  pr_url: z.string().nullable(),
  pull: pullSchema.pick({ number: true, state: true }).nullable(),
  follow_up: z
    .string()
    .nullable()
    .describe('Why it follows up on a pull request: review, checks, conflict, command'),
  question: questionViewSchema.nullable(),
  waits_for: waitsForSchema.nullable().describe('Why it does not run although it is queued'),
  model: z.string().nullable().describe("A person's choice; null leaves it to the repository"),
  checklist: z.array(z.object({ text: z.string(), done: z.boolean() })).describe("The agent's own steps"),
  commits: z.number().int(),
  usage: z.object({ input_tokens: z.number(), output_tokens: z.number(), cost_usd: z.number() }),
  failure: failureSchema.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
  started_at: z.string().nullable(),
  first_model_request_at: z.string().nullable(),
  finished_at: z.string().nullable(),
});
export type TaskView = z.infer<typeof taskViewSchema>;

/** A task as the outside sees it. */
export function taskView(task: Task): TaskView {
  const { source, usage } = task;
  return {
    id: task.id,
    repo: source.repo,
    number: source.number,
    github_issue_url: source.url,
    title: task.title,
    priority: task.priority,
    status: task.status,
    attempts: task.attempts,
    round: task.round,
    parent_task_id: task.parentTaskId,
    host: task.host,
    container_id: task.containerId,
    session_id: task.sessionId,
    branch: task.branch,
    base_sha: task.baseSha,
    pr_url: task.prUrl,
    pull: task.pull && { number: task.pull.number, state: task.pull.state },
    follow_up: task.followUp?.kind ?? null,
    question: questionView(task),
    waits_for: task.waitsFor,
    model: task.model,
    checklist: task.checklist,
    commits: task.commits,
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      cost_usd: usage.costUsd,
    },
    failure: task.failure,
    created_at: task.createdAt,
    updated_at: task.updatedAt,
    started_at: task.startedAt,
    first_model_request_at: task.firstModelRequestAt,
    finished_at: task.finishedAt,
  };
}
