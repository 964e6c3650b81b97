import { z } from 'zod';

/** The processes of commander that a run has. */
export const VICTIMS = [
  'poller-1',
  'poller-2',
  'dispatcher-1',
  'dispatcher-2',
  'dispatcher-3',
  'gateway',
] as const;
const victim = z.enum(VICTIMS);
export type Victim = z.infer<typeof victim>;

const ms = z.number().int().nonnegative();
const times = z.number().int().positive();
/** Which of those there are at the moment, counted around. */
const nth = z.number().int().nonnegative();

/** Requests that a fault of GitHub's may be about, as in its OpenAPI description. */
export const ROUTES = [
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels',
  'GET /repos/{owner}/{repo}/issues/{issue_number}',
  'POST /repos/{owner}/{repo}/pulls',
  'GET /repos/{owner}/{repo}/pulls',
  'POST /{owner}/{repo}.git/git-receive-pack',
  'GET /{owner}/{repo}.git/info/refs',
  'POST /graphql',
] as const;
const route = z.enum(ROUTES);

/** One thing that goes wrong. Times in milliseconds. */
const faultSchema = z.discriminatedUnion('kind', [
  /** At the failpoint that triggers it. */
  z.object({ kind: z.literal('failpoint'), verdict: z.enum(['crash', 'throw', 'delay', 'freeze']), ms }),
  z.object({ kind: z.literal('kill'), victim }),
  z.object({ kind: z.literal('term'), victim }),
  z.object({ kind: z.literal('freeze'), victim, ms }),
  z.object({ kind: z.literal('clock'), victim, hours: z.number() }),
  z.object({ kind: z.literal('redis_kill'), ms }),
  z.object({ kind: z.literal('redis_restart') }),
  z.object({ kind: z.literal('redis_partition'), ms }),
  z.object({ kind: z.literal('redis_half_open'), ms }),
  z.object({ kind: z.literal('redis_slow'), ms }),
  z.object({ kind: z.literal('redis_cut') }),
  z.object({ kind: z.literal('redis_full'), ms }),
  z.object({ kind: z.literal('redis_flush') }),
  z.object({ kind: z.literal('redis_aof_cut'), bytes: z.number().int().positive() }),
  z.object({ kind: z.literal('container_kill'), nth }),
  z.object({ kind: z.literal('container_memory'), nth }),
  z.object({ kind: z.literal('opencode_kill'), nth }),
  z.object({ kind: z.literal('opencode_freeze'), nth, ms }),
  z.object({ kind: z.literal('sse_cut'), nth }),
  z.object({ kind: z.literal('sse_silent'), nth, ms }),
  z.object({ kind: z.literal('model_stall'), times }),
  z.object({ kind: z.literal('model_error'), times }),
  z.object({ kind: z.literal('github_error'), route, times }),
  z.object({ kind: z.literal('github_lost_reply'), route }),
  z.object({ kind: z.literal('github_lost_request'), route }),
  z.object({ kind: z.literal('github_limit'), route, seconds: z.number().int().positive() }),
  z.object({ kind: z.literal('github_unauthorized'), route, times }),
  z.object({ kind: z.literal('webhook_drop'), times }),
  z.object({ kind: z.literal('webhook_duplicate'), times }),
  z.object({ kind: z.literal('disk_full'), ms }),
  z.object({ kind: z.literal('image_missing'), ms }),
  z.object({ kind: z.literal('rename'), nth }),
  z.object({ kind: z.literal('archive'), nth, ms }),
  z.object({ kind: z.literal('branch_there'), nth }),
  z.object({ kind: z.literal('pull_there'), nth }),
  z.object({ kind: z.literal('base_forced'), nth }),
  z.object({ kind: z.literal('close'), nth }),
  z.object({ kind: z.literal('reply'), nth }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];

/** When: after so many hits of all failpoints together, or at the nth hit of one, counted from the run's beginning. */
const triggerSchema = z.union([
  z.object({ hits: z.number().int().positive() }),
  z.object({ point: z.string(), nth: z.number().int().positive() }),
]);

export const scheduleSchema = z.object({
  /** Decides about the issues that people file. */
  seed: z.number().int().nonnegative(),
  faults: z.array(z.object({ at: triggerSchema, fault: faultSchema })),
});
/** All that goes wrong in a run; replayed by `--schedule <file>`. */
export type Schedule = z.infer<typeof scheduleSchema>;
export type Planned = Schedule['faults'][number];

/** From so many faults on every kind of fault comes, and every failpoint is to be hit. */
export const MANY_FAULTS = 200;

export function hasManyFaults({ faults }: Pick<Schedule, 'faults'>): boolean {
  return faults.length >= MANY_FAULTS;
}
