import { isDeepStrictEqual } from 'node:util';
import { AgentError, type Session } from '@opencode-commander/agent';
import type { Broker } from '@opencode-commander/broker';
import { addSpend, dayOf, noteTaskCost, StaleEpochError } from '@opencode-commander/queue';
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
      const counted = {
        usage: addUsage(before, { ...tokensOf(broker), costUsd: totalUsage(used).costUsd }),
        usageByModel: addByModel(beforeByModel, used),
        sessionUsage: totalUsage(told),
      };
      const costs = { used, usd: counted.usage.costUsd };
      // The record comes first: whoever takes the task over counts on from there.
      await recordUsage(run, counted).catch(async (error: unknown) => {
        if (await wasCancelled(run, error)) await recordCosts(run, costs);
        throw error;
      });
      await recordCosts(run, costs);
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

async function recordUsage(run: Run, counted: Counted): Promise<void> {
  const { usage, usageByModel, sessionUsage } = run.task;
  if (!isDeepStrictEqual({ usage, usageByModel, sessionUsage }, counted)) await run.patch(counted);
}

/** Whether the record was closed to this run by a person: nobody else counts what it has used last. */
async function wasCancelled({ context, task }: Run, error: unknown): Promise<boolean> {
  if (!(error instanceof StaleEpochError)) return false;
  return (await context.store.get(task.id))?.status === 'cancelled';
}

/** `usd`: what the task has cost in all. */
async function recordCosts(run: Run, { used, usd }: { used: UsageByModel; usd: number }): Promise<void> {
  const { context, task } = run;
  const { id: taskId, epoch, source } = task;
  const { repoId, repo } = source;
  const spend = { taskId, epoch, repoId, repo, day: dayOf(context.now()), used };
  if (Object.keys(used).length > 0) await run.outlast(() => addSpend(context.queues, spend));
  if (usd > 0) await run.outlast(() => noteTaskCost(context.queues, { repoId, taskId, usd }));
}

function tokensOf(broker: Broker): Pick<Usage, 'inputTokens' | 'outputTokens'> {
  const { inputTokens, outputTokens } = broker.usage();
  return { inputTokens, outputTokens };
}
