import {
  countWrites,
  dispatcherRegistry,
  pausedProviders,
  pauseList,
  processRegistry,
  readRateLimits,
  redisHealth,
} from '@opencode-commander/queue';
import { OperatorError } from '@opencode-commander/task';
import { z } from 'zod';
import type { ActingControl } from '../control.ts';
import { dispatcherViews } from '../dispatcher-view.ts';
import { defineOperation } from '../operation.ts';
import { processViews } from '../process-view.ts';
import { type Finding, findingSchema, fine, wrong } from './finding.ts';
import { judgeDispatchers } from './judge-dispatchers.ts';
import { judgeOutbox, judgePauses, judgeQuestions, judgeQuotas, judgeRateLimits } from './judge-holdups.ts';
import { judgeProcesses } from './judge-processes.ts';
import { judgeRedis } from './judge-redis.ts';

const doctorOutputSchema = z.object({
  ok: z.boolean().describe('Whether all findings are'),
  findings: z.array(findingSchema),
});
export type Doctored = z.infer<typeof doctorOutputSchema>;

export const doctorOperation = defineOperation({
  title: 'What is wrong',
  description:
    'Looks at the whole installation and says of each thing that it is well, or what is wrong and what to do: Redis, GitHub and its limits, processes that died or are not well, dispatchers that take no tasks, writes that were given up, pauses, quotas, tasks that wait long for people.',
  effect: 'reads',
  repeatable: true,
  asksGitHub: true,
  input: z.object({}),
  output: doctorOutputSchema,
  run: doctor,
});

/** With what the whole installation is judged. */
export type DoctorControl = ActingControl & {
  /** Asks GitHub who we are; its errors are findings. */
  viewer: () => Promise<{ login: string }>;
  /** `redis.allow_volatile`: whoever set it knows what is lost. */
  allowVolatile: boolean;
};

/** What can be seen from Redis and GitHub; what only a host knows its dispatcher tells. Throws RedisError. */
export async function doctor(control: DoctorControl): Promise<Doctored> {
  const { store, queues, now, allowVolatile } = control;
  const at = now();
  const [servers, github, limits, processes, seen, counts, writes, pauses, providers, waiting] =
    await Promise.all([
      redisHealth(queues.redis),
      judgeGitHub(control),
      readRateLimits(queues, at),
      processRegistry(queues).list(),
      dispatcherRegistry(queues).list(),
      store.counts(),
      countWrites(queues),
      pauseList(queues).list(),
      pausedProviders(queues),
      store.list({ statuses: ['waiting_human'] }),
    ]);
  const findings = [
    ...servers.flatMap((server) => judgeRedis(server, allowVolatile)),
    github,
    // Whether GitHub can be asked the finding before it says, where it cannot.
    ...judgeRateLimits(limits).filter(({ ok }) => github.ok || !ok),
    ...judgeProcesses(processViews(processes, at)),
    ...judgeDispatchers(dispatcherViews(seen, at), counts.queued),
    ...judgeOutbox(writes),
    ...judgePauses(pauses),
    ...judgeQuotas(providers),
    ...judgeQuestions(waiting, at),
  ];
  return { ok: findings.every(({ ok }) => ok), findings };
}

async function judgeGitHub({ viewer }: Pick<DoctorControl, 'viewer'>): Promise<Finding> {
  try {
    const { login } = await viewer();
    return fine('GitHub', `knows us as ${login}`);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return wrong('GitHub', error.message, 'see github.token (or the App) and github.api_url');
  }
}
