import {
  countWrites,
  dayOf,
  dispatcherRegistry,
  pausedProviders,
  pauseList,
  readRateLimits,
  spentOn,
  waitingCounts,
} from '@opencode-commander/queue';
import { prioritySchema, type Status, statusSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { ActingControl, Control } from './control.ts';
import { dispatcherView, dispatcherViewSchema, whyHeld, withoutSucceeded } from './dispatcher-view.ts';
import { defineOperation } from './operation.ts';
import { pauseView, pauseViewSchema } from './pause-view.ts';
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

export const statusOutputSchema = z.object({
  tasks: z.record(statusSchema, z.number()).describe('How many tasks there are of each status'),
  queue: z.record(prioritySchema, z.number()).describe('How many runs wait, by priority'),
  delayed: z.number().describe('How many runs wait for their next try'),
  outbox: z
    .object({ waiting: z.number(), dead: z.number() })
    .describe('How many writes wait for GitHub, and how many were given up: commander outbox list'),
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
  spent_today_usd: z.number().describe('What all tasks have cost today (UTC)'),
  running: z.array(taskViewSchema).describe('Tasks an agent works on, longest running first'),
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
const ENDED: readonly Status[] = ['completed', 'failed', 'cancelled'];

/** What goes on. Throws RedisError. */
export async function status(
  { store, queues, now }: ActingControl,
  input: z.input<typeof statusInputSchema> = {},
): Promise<SystemStatus> {
  const { recent } = statusInputSchema.parse(input);
  const at = now();
  const [tasks, { queued: queue, delayed }, outbox, seen, pauses, rates, running, waiting, ended] =
    await Promise.all([
      store.counts(),
      waitingCounts(queues),
      countWrites(queues),
      dispatcherRegistry(queues).list(),
      pauseList(queues).list(),
      rateAndMoney(queues, at),
      store.list({ statuses: RUNNING }),
      store.list({ statuses: ['waiting_human'] }),
      store.list({ statuses: ENDED, limit: ENDED_LOOKED_AT }),
    ]);
  running.sort((a, b) => instant(a.startedAt) - instant(b.startedAt));
  ended.sort((a, b) => instant(b.finishedAt) - instant(a.finishedAt));
  return {
    tasks,
    queue,
    delayed,
    outbox,
    dispatchers: withoutSucceeded(seen).map((each) => dispatcherView(each, at)),
    held: whyHeld(seen),
    pauses: pauses.map(pauseView),
    ...rates,
    running: running.map(taskView),
    waiting: waiting.map(taskView),
    recent: ended.slice(0, recent).map(taskView),
  };
}

async function rateAndMoney(queues: Control['queues'], at: Date) {
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
    spent_today_usd: spent.total,
  };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

/** The store lists by creation; a task created long ago may have ended last. */
const ENDED_LOOKED_AT = 200;

function instant(at: string | null): number {
  return at === null ? 0 : Date.parse(at);
}
