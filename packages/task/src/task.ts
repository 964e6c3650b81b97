import { z } from 'zod';
import { failureSchema } from './failure.ts';
import { prioritySchema } from './priority.ts';
import { statusSchema } from './status.ts';
import { taskIdSchema } from './task-id.ts';

export const sourceSchema = z.object({
  /** Host name of the GitHub server, such as `github.com`. */
  host: z.string(),
  /** `owner/name` as last seen; the identity is `repoId`. */
  repo: z.string(),
  repoId: z.number().int(),
  number: z.number().int().positive(),
  /** The page a person opens. */
  url: z.string(),
  kind: z.enum(['issue', 'pull_request']),
});
/** Where on GitHub a task came from. */
export type Source = z.infer<typeof sourceSchema>;

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: z.number().nonnegative(),
});
/** Tokens and US dollars, summed over a session and all its children. */
export type Usage = z.infer<typeof usageSchema>;

/** An instant, ISO 8601 in UTC. */
const instant = z.iso.datetime();

export const taskSchema = z.object({
  id: taskIdSchema,
  source: sourceSchema,
  title: z.string(),
  /** The text as it was when the task was accepted. */
  body: z.string(),
  /** sha256 of `body`, in hex. */
  bodyHash: z.string(),
  priority: prioritySchema,
  status: statusSchema,
  /** Runs begun so far that counted as attempts. */
  attempts: z.number().int().nonnegative(),
  /** Raised by every claim; a write that names an older epoch is refused. */
  epoch: z.number().int().nonnegative(),
  round: z.number().int().nonnegative(),
  parentTaskId: taskIdSchema.nullable(),
  /** The dispatcher host that holds the task's container. */
  host: z.string().nullable(),
  containerId: z.string().nullable(),
  sessionId: z.string().nullable(),
  branch: z.string(),
  /** The commit the work started from. */
  baseSha: z.string().nullable(),
  prUrl: z.string().nullable(),
  /** Commits on the published branch that the base does not have. */
  commits: z.number().int().nonnegative(),
  usage: usageSchema,
  failure: failureSchema.nullable(),
  createdAt: instant,
  updatedAt: instant,
  startedAt: instant.nullable(),
  /** When the model first heard of the run. */
  firstModelRequestAt: instant.nullable(),
  finishedAt: instant.nullable(),
});
/** The unit of work: one issue, or one follow-up on its pull request. */
export type Task = z.infer<typeof taskSchema>;
