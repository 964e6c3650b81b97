import { AgentError, type Session } from '@opencode-commander/agent';
import { NO_USAGE } from '@opencode-commander/task';
import type { OpenedSandbox } from '../open/open-sandbox.ts';
import type { Run } from '../run.ts';

/** A conversation, and what the agent has heard in it before. */
export type OpenedSession = {
  session: Session;
  sandbox: OpenedSandbox;
  knows: 'nothing' | 'the_task_before' | 'this_task';
};

/** Opens a conversation, or goes on with the one there is; the record says which. */
export async function openSession(run: Run, sandbox: OpenedSandbox): Promise<OpenedSession> {
  const found = await findSession(sandbox);
  const { source, sessionId } = run.task;
  const session = found ?? (await sandbox.agent.openSession({ title: `${source.repo}#${source.number}` }));
  if (sessionId !== session.id) await run.patch({ sessionId: session.id, sessionUsage: NO_USAGE });
  if (found === null || !(await found.hasBegun())) return { session, sandbox, knows: 'nothing' };
  return { session, sandbox, knows: sandbox.origin === 'new' ? 'the_task_before' : 'this_task' };
}

async function findSession({ agent, sessionId }: OpenedSandbox): Promise<Session | null> {
  if (sessionId === null) return null;
  try {
    return await agent.attachSession(sessionId);
  } catch (error) {
    // It was not imported, or the agent deleted it: the task is told from its beginning.
    if (error instanceof AgentError) return null;
    throw error;
  }
}
