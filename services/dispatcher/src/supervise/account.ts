import { isDeepStrictEqual } from 'node:util';
import { AgentError, type Session } from '@opencode-commander/agent';
import type { Broker } from '@opencode-commander/broker';
import { addSpend, dayOf, noteTaskCost } from '@opencode-commander/queue';
import {
  addByModel,
  addUsage,
  byModelBeyond,
  type Task,
  totalUsage,
  type Usage,
  type UsageByModel,
  usageBeyond,
} from '@opencode-commander/task';
import type { Run } from '../run.ts';
import type { OpenedSession } from './open-session.ts';

/** What a run uses: tokens as the broker counts them, dollars as opencode reckons them; by model all as opencode tells it. */
export type Account = {
  /** Brings the task's record, what its day has cost, and what its issue has cost, up to date. */
  record(): Promise<void>;
};

type Counted = Pick<Task, 'usage' | 'usageByModel' | 'sessionUsage'>;

/** Counts on from where earlier runs of the task have stopped to, and without what an imported session brings. */
export async function openAccount(
  run: Run,
  { session, sandbox: { broker }, knows }: OpenedSession,
): Promise<Account> {
  const { usage: before, usageByModel: beforeByModel, sessionUsage } = run.task;
  const found = knows === 'nothing' ? {} : await session.usage();
  const brought = knows === 'this_task' && sessionUsage ? countedOf(found, sessionUsage) : found;
  let told = found;
  return {
    record: async () => {
      told = (await usageOf(session)) ?? told;
      const used = byModelBeyond(told, brought);
      // The record first: the next run would charge the day again for what is not in it.
      await recordUsage(run, {
        usage: addUsage(before, { ...tokensOf(broker), costUsd: totalUsage(used).costUsd }),
        usageByModel: addByModel(beforeByModel, used),
        sessionUsage: totalUsage(told),
      });
      await recordSpend(run, used);
    },
  };
}

/**
 * What is counted already of a session that is taken up again. The last look of a dispatcher that died may be a while ago: what
 * was used since then is taken for that of the model that has used most.
 */
function countedOf(found: UsageByModel, counted: Usage): UsageByModel {
  const [most] = Object.entries(found).sort(([, a], [, b]) => b.costUsd - a.costUsd);
  if (most === undefined) return found;
  const [model, used] = most;
  return { ...found, [model]: usageBeyond(used, usageBeyond(totalUsage(found), counted)) };
}

/** When opencode is gone, the cost stays what it was known to be. */
async function usageOf(session: Session): Promise<UsageByModel | null> {
  try {
    return await session.usage();
  } catch (error) {
    if (error instanceof AgentError) return null;
    throw error;
  }
}

async function recordSpend(run: Run, used: UsageByModel): Promise<void> {
  if (Object.keys(used).length === 0) return;
  const { context, task } = run;
  const { id: taskId, epoch, source } = task;
  const { repoId, repo } = source;
  const day = dayOf(context.now());
  await run.outlast(() => addSpend(context.queues, { taskId, epoch, repoId, repo, day, used }));
}

async function recordUsage(run: Run, counted: Counted): Promise<void> {
  const { usage, usageByModel, sessionUsage, id: taskId, source } = run.task;
  if (!isDeepStrictEqual({ usage, usageByModel, sessionUsage }, counted)) await run.patch(counted);
  const { costUsd: usd } = counted.usage;
  const cost = { repoId: source.repoId, taskId, usd };
  if (usd > 0) await run.outlast(() => noteTaskCost(run.context.queues, cost));
}

function tokensOf(broker: Broker): Pick<Usage, 'inputTokens' | 'outputTokens'> {
  const { inputTokens, outputTokens } = broker.usage();
  return { inputTokens, outputTokens };
}
