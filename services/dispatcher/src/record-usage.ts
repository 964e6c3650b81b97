import { AgentError, type Session } from '@opencode-commander/agent';
import type { Broker } from '@opencode-commander/broker';
import type { Run } from './run.ts';

/** Records what a run has used: tokens as the broker counted them, dollars as opencode reckons them. */
export async function recordUsage(
  run: Run,
  { session, broker }: { session: Session; broker: Broker },
): Promise<void> {
  const { inputTokens, outputTokens } = broker.usage();
  await run.patch({ usage: { inputTokens, outputTokens, costUsd: await costOf(run, session) } });
}

/** When opencode is gone, the cost stays what it was known to be. */
async function costOf(run: Run, session: Session): Promise<number> {
  try {
    return (await session.usage()).costUsd;
  } catch (error) {
    if (error instanceof AgentError) return run.task.usage.costUsd;
    throw error;
  }
}
