import { z } from 'zod';
import { devShellSchema } from './dev-shell.ts';
import { failureSchema } from './failure.ts';
import { followUpSchema } from './follow-up.ts';
import { prioritySchema } from './priority.ts';
import { answerSchema, pendingQuestionSchema } from './question.ts';
import { statusSchema } from './status.ts';
import { taskIdSchema } from './task-id.ts';
import { usageByModelSchema, usageSchema } from './usage.ts';
import { waitsForSchema } from './waits-for.ts';

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
  /** GitHub's global node id of the issue or pull request; null where it is not known. */
  nodeId: z.string().nullable().default(null),
});
/** Where on GitHub a task came from. */
export type Source = z.infer<typeof sourceSchema>;

/** A pull request as a task knows it. */
export const pullSchema = z.object({
  number: z.number().int().positive(),
  nodeId: z.string(),
  state: z.enum(['open', 'merged', 'closed']),
});
export type Pull = z.infer<typeof pullSchema>;

/** An instant, ISO 8601 in UTC. */
const instant = z.iso.datetime();

export const taskSchema = z.object({
  id: taskIdSchema,
  source: sourceSchema,
  title: z.string(),
  /** The text as it was when the task was accepted. */
  body: z.string(),
  /** sha256 of `body`, in hex; '' as long as nobody who may start work has vouched for a text. */
  bodyHash: z.string(),
  priority: prioritySchema,
  status: statusSchema,
  /** Runs begun so far that counted as attempts. */
  attempts: z.number().int().nonnegative(),
  /** Runs begun so far, whatever came of them. */
  runs: z.number().int().nonnegative().default(0),
  /** How often a dispatcher died while it ran the task, since a person last asked for it. */
  crashes: z.number().int().nonnegative().default(0),
  /**
   * Raised by every claim, to the time in milliseconds at least: none is given twice, whatever Redis has lost. A write that
   * names an older one is refused.
   */
  epoch: z.number().int().nonnegative(),
  /** The epoch at which its present life began: it was tried again, or taken anew, then; 0 from its beginning. */
  bornEpoch: z.number().int().nonnegative().default(0),
  /** Raised by every change of the record: what GitHub shows of a later one tells that Redis has lost something. */
  revision: z.number().int().nonnegative().default(0),
  round: z.number().int().nonnegative(),
  parentTaskId: taskIdSchema.nullable(),
  /** The dispatcher host that holds the task's container. */
  host: z.string().nullable(),
  /** The dispatcher of the present or last run, as the registry names it. */
  dispatcher: z.string().nullable().default(null),
  containerId: z.string().nullable(),
  sessionId: z.string().nullable(),
  /** How its container stands to the repository's flake.nix; null where that has none, or nobody is to look. */
  devShell: devShellSchema.nullable().default(null),
  branch: z.string(),
  /** The commit the work started from. */
  baseSha: z.string().nullable(),
  prUrl: z.string().nullable(),
  /** The pull request at `prUrl`; a follow-up knows its parent's from the start. */
  pull: pullSchema.nullable().default(null),
  /** What called for this follow-up; null for an issue's own task. */
  followUp: followUpSchema.nullable().default(null),
  /** Asked of people; it stays until the run that takes the task up has dealt with `answer`. */
  question: pendingQuestionSchema.nullable().default(null),
  /** How many questions have been asked so far. */
  questions: z.number().int().nonnegative().default(0),
  answer: answerSchema.nullable().default(null),
  /** Why it does not run although it is queued. */
  waitsFor: waitsForSchema.nullable().default(null),
  /** A person's choice, `provider/model`; null leaves it to the repository. */
  model: z.string().nullable().default(null),
  /** The agent's own list of steps: what it reported, else its todo list. */
  checklist: z.array(z.object({ text: z.string(), done: z.boolean() })).default([]),
  /** What the agent reported with `report_progress`, a note or none; null while its todo list tells. */
  progress: z.object({ note: z.string().nullable() }).nullable().default(null),
  /** Milliseconds that runs have worked so far, without the present one. */
  workedMs: z.number().int().nonnegative().default(0),
  /** Dollars people have added to the task's budget, each with what it came from, such as `comment:34`. */
  grants: z.array(z.object({ by: z.string(), usd: z.number().positive() })).default([]),
  /** That most of the budget is used was said. */
  budgetWarned: z.boolean().default(false),
  /** Whose word stopped it last, such as `comment:34`: a word stops nothing twice. */
  stoppedBy: z.string().nullable().default(null),
  /** Whose word had it tried again last: a word does that once. */
  retriedBy: z.string().nullable().default(null),
  /** Until then a run publishes: nobody cancels it meanwhile. */
  publishingUntil: z.iso.datetime().nullable().default(null),
  /** Commits on the published branch that the base does not have. */
  commits: z.number().int().nonnegative(),
  /** Tokens as the broker counted them, dollars as opencode reckons them, of all runs. */
  usage: usageSchema,
  /** Tokens and dollars as opencode tells them of each `provider/model`. */
  usageByModel: usageByModelSchema.default({}),
  /** How much of what opencode tells of its session is counted in these; null where an older version counted. */
  sessionUsage: usageSchema.nullable().default(null),
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

/** Whether a queued or waiting task has a container or session of an earlier run, which knows the text it was given. */
export function hasBegun({ containerId, sessionId }: Pick<Task, 'containerId' | 'sessionId'>): boolean {
  return containerId !== null || sessionId !== null;
}

/** What makes the next run begin with a container and a session of its own, which know the task's text of then. */
export const NO_SANDBOX = { containerId: null, sessionId: null, devShell: null } as const;
