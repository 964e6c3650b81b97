import type { AgentEvent, Session } from '@opencode-commander/agent';
import { renderPrompt } from '@opencode-commander/task';
import type { OpenedSandbox } from './open-sandbox.ts';
import type { PreparedRepository } from './prepare-repository.ts';
import { recordUsage } from './record-usage.ts';
import { repositorySettings } from './repository-settings.ts';
import type { Run } from './run.ts';
import { TaskFailure } from './task-failure.ts';

/** Gives the agent its task and follows it until it is idle; what it says and does goes to the task's log. */
export async function superviseAgent(
  run: Run,
  { agent, broker }: OpenedSandbox,
  { baseBranch, fullName }: PreparedRepository,
): Promise<Session> {
  const { config, randomHex } = run.context;
  const { source } = run.task;
  const session = await agent.openSession({ title: `${source.repo}#${source.number}` });
  await run.patch({ sessionId: session.id });
  const { setup } = repositorySettings(config, fullName);
  await session.prompt(renderPrompt(run.task, { baseBranch, nonce: randomHex(8), setup }));
  const events = session.watch({ signal: run.signal, stuckMs: config.timeouts.stuckMs });
  try {
    for await (const event of events) await take(run, session, event);
  } finally {
    // Also a failed run has its price.
    await recordUsage(run, { session, broker });
  }
  return session;
}

async function take(run: Run, session: Session, event: AgentEvent): Promise<void> {
  switch (event.type) {
    case 'text':
      return run.note({ type: 'agent_text', text: event.text });
    case 'tool':
      return run.note(event);
    case 'question':
      // No one is asked yet: the agent is told so and decides by itself.
      return session.rejectQuestion(event.requestId);
    case 'permission':
      return session.denyPermission(event.requestId);
    case 'error':
      throw new TaskFailure(event.kind, event.message);
    case 'stuck':
      throw new TaskFailure('stuck', event.message);
    case 'idle':
      return;
  }
}
