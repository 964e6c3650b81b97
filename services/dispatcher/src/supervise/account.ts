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
} from '@opencode-commander/task';
import type { Run } from '../run.ts';
import type { OpenedSession } from './open-session.ts';

/** What a run uses: tokens as the broker counts them, dollars as opencode reckons them; by model all as opencode tells it. */
export type Account = {
  /** Brings the task's record, what its day has cost, and what its issue has cost, up to date. */
  record(): Promise<void>;
};

/** Counts from now on, on top of what earlier runs of the task have used and without what an imported session brings. */
export async function openAccount(
  run: Run,
  { session, sandbox: { broker }, knows }: OpenedSession,
): Promise<Account> {
  const { usage: before, usageByModel: beforeByModel } = run.task;
  const brought = knows === 'nothing' ? {} : await session.usage();
  let used: UsageByModel = {};
  return {
    record: async () => {
      used = (await usedBeyond(session, brought)) ?? used;
      await recordSpend(run, used);
      await recordUsage(run, {
        usage: addUsage(before, { ...tokensOf(broker), costUsd: totalUsage(used).costUsd }),
        usageByModel: addByModel(beforeByModel, used),
      });
    },
  };
}

/** When opencode is gone, the cost stays what it was known to be. */
async function usedBeyond(session: Session, brought: UsageByModel): Promise<UsageByModel | null> {
  try {
    return byModelBeyond(await session.usage(), brought);
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

async function recordUsage(run: Run, wanted: Pick<Task, 'usage' | 'usageByModel'>): Promise<void> {
  const { usage, usageByModel, id: taskId, source } = run.task;
  if (!isDeepStrictEqual({ usage, usageByModel }, wanted)) await run.patch(wanted);
  const { costUsd: usd } = wanted.usage;
  const cost = { repoId: source.repoId, taskId, usd };
  if (usd > 0) await run.outlast(() => noteTaskCost(run.context.queues, cost));
}

function tokensOf(broker: Broker): Pick<Usage, 'inputTokens' | 'outputTokens'> {
  const { inputTokens, outputTokens } = broker.usage();
  return { inputTokens, outputTokens };
}
