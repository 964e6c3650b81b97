import { AgentError, type Session } from '@opencode-commander/agent';
import type { Broker } from '@opencode-commander/broker';
import { addSpend, dayOf } from '@opencode-commander/queue';
import type { Usage } from '@opencode-commander/task';
import type { Run } from '../run.ts';
import type { OpenedSession } from './open-session.ts';

/** What a run uses: tokens as the broker counts them, dollars as opencode reckons them. */
export type Account = {
  /** Brings the task's record, and what its day has cost, up to date. */
  record(): Promise<void>;
};

/** Counts from now on, on top of what earlier runs of the task have used and without what an imported session brings. */
export async function openAccount(
  run: Run,
  { session, sandbox: { broker }, knows }: OpenedSession,
): Promise<Account> {
  const before = run.task.usage;
  const brought = knows === 'nothing' ? 0 : (await session.usage()).costUsd;
  let spent = 0;
  return {
    record: async () => {
      spent = Math.max(spent, (await costOf(session, brought)) ?? 0);
      await recordSpend(run, spent);
      await recordUsage(run, add(before, { ...tokensOf(broker), costUsd: spent }));
    },
  };
}

/** When opencode is gone, the cost stays what it was known to be. */
async function costOf(session: Session, brought: number): Promise<number | null> {
  try {
    return (await session.usage()).costUsd - brought;
  } catch (error) {
    if (error instanceof AgentError) return null;
    throw error;
  }
}

async function recordSpend(run: Run, usd: number): Promise<void> {
  if (usd === 0) return;
  const { context, task } = run;
  const { id: taskId, epoch, source } = task;
  const day = dayOf(context.now());
  const spend = { taskId, epoch, repoId: source.repoId, day, usd };
  await run.outlast(() => addSpend(context.queues, spend));
}

async function recordUsage(run: Run, usage: Usage): Promise<void> {
  const { inputTokens, outputTokens, costUsd } = run.task.usage;
  const isNews =
    usage.inputTokens !== inputTokens || usage.outputTokens !== outputTokens || usage.costUsd !== costUsd;
  if (isNews) await run.patch({ usage });
}

function tokensOf(broker: Broker): Pick<Usage, 'inputTokens' | 'outputTokens'> {
  const { inputTokens, outputTokens } = broker.usage();
  return { inputTokens, outputTokens };
}

function add(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}
