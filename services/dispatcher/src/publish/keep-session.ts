import { AgentError } from '@opencode-commander/agent';
import { aroundEffect } from '../failpoints/around-effect.ts';
import { saveSession } from '../open/session-file.ts';
import type { Run } from '../run.ts';
import type { OpenedSession } from '../supervise/open-session.ts';

/** Keeps the agent's conversation for follow-ups; without it they begin a new one. */
export async function keepSession(run: Run, { session, sandbox }: OpenedSession): Promise<void> {
  const { context, task } = run;
  try {
    const text = await sandbox.agent.exportSession(session.id);
    await aroundEffect(context, 'files.save_session', () => saveSession(context, task, text));
  } catch (err) {
    if (!(err instanceof AgentError || isOfDisk(err))) throw err;
    context.log.warn({ err, task: task.id }, 'the session could not be kept for follow-ups');
  }
}

/** The pull request is open by then: that is not to be done again for want of room. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
