import { randomUUID } from 'node:crypto';
import {
  type CleanUpAnswer,
  cleanUpRequests,
  dispatcherRegistry,
  type SeenDispatcher,
} from '@opencode-commander/queue';
import { z } from 'zod';
import type { Control } from './control.ts';
import { defineOperation } from './operation.ts';

export const cleanupInputSchema = z.object({
  dry_run: z.boolean().describe('True: only tells what would be removed'),
  within_s: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(30)
    .describe('A host that has not answered after so many seconds is given up'),
});

const cleanedHostSchema = z.object({
  host: z.string(),
  error: z.string().nullable().describe('Why nothing is known of this host; null where it has answered'),
  containers: z.array(z.string()).describe('Names; the directory of a container goes with it'),
  directories: z.array(z.string()).describe('Of runs that never had a container'),
  quarantines: z.array(z.string()),
  sessions: z.array(z.string()).describe('Conversations that no follow-up goes on with'),
});
export type CleanedHost = z.infer<typeof cleanedHostSchema>;

const cleanupOutputSchema = z.object({
  dry_run: z.boolean(),
  hosts: z
    .array(cleanedHostSchema)
    .describe('What was removed, or would be, on each host where a dispatcher lives'),
});
export type CleanedUp = z.infer<typeof cleanupOutputSchema>;

export const cleanupOperation = defineOperation({
  title: 'Remove leftovers',
  description:
    'Removes the containers, run directories, quarantines and kept sessions that no task needs any more, on the hosts of all live dispatchers, or with dry_run only tells which. Dispatchers do the same every minute by themselves; a host that does not answer is named.',
  effect: 'destroys',
  repeatable: true,
  asksGitHub: false,
  input: cleanupInputSchema,
  output: cleanupOutputSchema,
  run: cleanup,
});

/** Has every host where a dispatcher lives cleaned up, and waits for what each says of it. Throws RedisError. */
export async function cleanup(
  { queues }: Pick<Control, 'queues'>,
  input: z.input<typeof cleanupInputSchema>,
): Promise<CleanedUp> {
  const { dry_run, within_s } = cleanupInputSchema.parse(input);
  const asked = onePerHost(await dispatcherRegistry(queues).list());
  const answers = await cleanUpRequests(queues).ask({
    id: randomUUID(),
    dryRun: dry_run,
    dispatchers: asked.map(({ id }) => id),
    withinMs: within_s * 1000,
  });
  const hosts = asked.map((each) => cleanedHost(each, { answers, within_s }));
  return { dry_run, hosts: hosts.sort((a, b) => a.host.localeCompare(b.host)) };
}

type Asked = Pick<SeenDispatcher, 'id' | 'host' | 'machine' | 'alive' | 'slots'>;

/** Those of one host would find the same. One that has stopped says so with its last beat, and answers nothing. */
function onePerHost<Seen extends Asked>(seen: readonly Seen[]): Seen[] {
  const alive = seen.filter(({ alive, slots }) => alive && slots > 0);
  const isSame = (one: Seen, other: Seen) => one.host === other.host && one.machine === other.machine;
  return alive.filter((each) => alive.find((other) => isSame(each, other)) === each);
}

function cleanedHost(
  { id, host }: Asked,
  { answers, within_s }: { answers: readonly CleanUpAnswer[]; within_s: number },
): CleanedHost {
  const nothing = { containers: [], directories: [], quarantines: [], sessions: [] };
  const answer = answers.find(({ dispatcher }) => dispatcher === id);
  if (answer === undefined)
    return { host, error: `it did not answer within ${within_s} s: see its log, and ask again`, ...nothing };
  return { host, error: answer.error, ...(answer.leftovers ?? nothing) };
}
