import { AgentError } from '@opencode-commander/agent';
import { saveSession } from '../open/session-file.ts';
import type { Run } from '../run.ts';
import type { OpenedSession } from '../supervise/open-session.ts';

/** Keeps the agent's conversation for follow-ups; without it they begin a new one. */
export async function keepSession(run: Run, { session, sandbox }: OpenedSession): Promise<void> {
  const { context, task } = run;
  try {
    await saveSession(context, task, await sandbox.agent.exportSession(session.id));
  } catch (err) {
    if (!(err instanceof AgentError)) throw err;
    context.log.warn({ err, task: task.id }, 'the session could not be kept for follow-ups');
  }
}
