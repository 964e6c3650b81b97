import {
  countWrites,
  dayOf,
  dispatcherRegistry,
  pausedProviders,
  pauseList,
  processRegistry,
  readActivity,
  readRateLimits,
  spentOn,
  waitingCounts,
} from '@opencode-commander/queue';
import { prioritySchema, type Status, statusSchema, type Task } from '@opencode-commander/task';
import { z } from 'zod';
import { activityView, activityViewSchema } from './activity-view.ts';
import { type BudgetControl, budgetView, budgetViewSchema } from './budget-view.ts';
import type { ActingControl, Control } from './control.ts';
import { dispatcherViewSchema, dispatcherViews, slotsOf, whyHeld } from './dispatcher-view.ts';
import { defineOperation } from './operation.ts';
import { pauseView, pauseViewSchema } from './pause-view.ts';
import { processViewSchema, processViews } from './process-view.ts';
import { taskView, taskViewSchema } from './task-view.ts';

export const statusInputSchema = z.object({
  recent: z
    .number()
    .int()
    .min(0)
    .max(100)
    .default(10)
    .describe('How many of the tasks that ended last to show'),
});

const rateLimitsSchema = z
  .object({
    paused_until: z.string().nullable().describe('GitHub is asked nothing until then, because it said so'),
    limits: z.array(
      z.object({ resource: z.string(), limit: z.number(), remaining: z.number(), reset_at: z.string() }),
    ),
  })
  .describe("What is left of GitHub's rate limits");

/** A task with what its agent does. */
export const runningTaskSchema = taskViewSchema.extend({
  activity: activityViewSchema
    .nullable()
    .describe('What its agent does and uses, as seen a moment ago; null while nobody knows'),
});
export type RunningTask = z.infer<typeof runningTaskSchema>;

export const statusOutputSchema = z.object({
  tasks: z.record(statusSchema, z.number()).describe('How many tasks there are of each status'),
  queue: z.record(prioritySchema, z.number()).describe('How many runs wait, by priority'),
  delayed: z.number().describe('How many runs wait for their next try'),
  outbox: z
    .object({ waiting: z.number(), dead: z.number() })
    .describe('How many writes wait for GitHub, and how many were given up: commander outbox list'),
  processes: z
    .array(processViewSchema)
    .describe('Every process of the installation, on all hosts, that was seen within a day'),
  slots: z
    .object({ used: z.number().int(), total: z.number().int() })
    .describe('How many tasks run, and how many may at once, on all hosts'),
  dispatchers: z.array(dispatcherViewSchema).describe('Those that were seen within a day, on all hosts'),
  held: z
    .string()
    .nullable()
    .describe('Why no queued task begins; null while some dispatcher takes new tasks'),
  pauses: z.array(pauseViewSchema).describe('What people have paused: its tasks wait until it is resumed'),
  rate_limits: rateLimitsSchema,
  paused_providers: z
    .array(z.object({ provider: z.string(), until: z.string() }))
    .describe('Model providers that are out of quota: their tasks wait'),
  budget: budgetViewSchema,
  running: z.array(runningTaskSchema).describe('Tasks an agent works on, longest running first'),
  waiting: z.array(taskViewSchema).describe('Tasks that wait for a person to answer'),
  recent: z.array(taskViewSchema).describe('Tasks that ended, latest first'),
});
export type SystemStatus = z.infer<typeof statusOutputSchema>;

export const statusOperation = defineOperation({
  title: 'What the agents are doing',
  description:
    'Shows which GitHub issues agents are working on, what waits in the queue by priority, and which tasks ended last with their pull requests or failures.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: false,
  input: statusInputSchema,
  output: statusOutputSchema,
  run: status,
});

const RUNNING: readonly Status[] = ['dispatched', 'running'];

/** What goes on; what it takes does not depend on how many tasks have ended. Throws RedisError. */
export async function status(
  { store, queues, now, budget }: ActingControl & BudgetControl,
  input: z.input<typeof statusInputSchema> = {},
): Promise<SystemStatus> {
  const { recent } = statusInputSchema.parse(input);
  const at = now();
  const [tasks, { queued: queue, delayed }, outbox, installation, pauses, rates, running, waiting, ended] =
    await Promise.all([
      store.counts(),
      waitingCounts(queues),
      countWrites(queues),
      readInstallation(queues, at),
      pauseList(queues).list(),
      readLimits(queues, at),
      readRunning({ store, queues }),
      store.list({ statuses: ['waiting_human'] }),
      store.listEnded(recent),
    ]);
  const { spentToday, ...limits } = rates;
  return {
    tasks,
    queue,
    delayed,
    outbox,
    ...installation,
    pauses: pauses.map(pauseView),
    ...limits,
    budget: budgetView(budget(), spentToday),
    running,
    waiting: waiting.map(taskView),
    recent: ended.map(taskView),
  };
}

async function readInstallation(queues: Control['queues'], at: Date) {
  const [processes, dispatchers] = await Promise.all([
    processRegistry(queues).list(),
    dispatcherRegistry(queues).list(),
  ]);
  return {
    processes: processViews(processes, at),
    slots: slotsOf(dispatchers),
    dispatchers: dispatcherViews(dispatchers, at),
    held: whyHeld(dispatchers),
  };
}

/** Those that run longest come first. */
async function readRunning({ store, queues }: Control): Promise<RunningTask[]> {
  const tasks = await store.list({ statuses: RUNNING });
  const activities = await readActivity(
    queues,
    tasks.map(({ id }) => id),
  );
  return tasks
    .sort((a, b) => startOf(a) - startOf(b))
    .map((task) => ({ ...taskView(task), activity: activityView(activities.get(task.id)) }));
}

async function readLimits(queues: Control['queues'], at: Date) {
  const [{ pausedUntil, limits }, paused, spent] = await Promise.all([
    readRateLimits(queues, at),
    pausedProviders(queues),
    spentOn(queues, dayOf(at)),
  ]);
  return {
    rate_limits: {
      paused_until: pausedUntil === null ? null : iso(pausedUntil),
      limits: limits.map(({ resetAt, ...limit }) => ({ ...limit, reset_at: iso(resetAt) })),
    },
    paused_providers: paused.map(({ provider, untilMs }) => ({ provider, until: iso(untilMs) })),
    spentToday: spent.total,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function startOf({ startedAt }: Task): number {
  return startedAt === null ? 0 : Date.parse(startedAt);
}
