import type { Session } from '@opencode-commander/agent';
import { renderResume } from '@opencode-commander/task';
import type { Run } from '../run.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { firstPrompt } from './first-prompt.ts';
import type { OpenedSession } from './open-session.ts';

/**
 * Has the agent begin, or go on where an earlier run let go: with the answer to the very request that still waits, or with
 * a prompt. A person's answer is used up by that.
 */
export async function beginTurn(run: Run, opened: OpenedSession): Promise<void> {
  const { session, knows, sandbox } = opened;
  const delivery = sandbox.origin === 'running' ? await deliverAnswer(run, session) : 'gone';
  // Its dispatcher died before people were asked: it will be heard asking.
  if (delivery === 'asks_still') return;
  if (knows !== 'this_task') await prompt(run, session, await firstPrompt(run, sandbox.repository));
  else if (delivery === 'gone') await goOn(run, session);
  if (run.task.question !== null) await run.patch({ question: null, answer: null });
}

/** Whatever the session was at is lost with its processes, or waits for what nobody will say. */
async function goOn(run: Run, session: Session): Promise<void> {
  await session.abort();
  await prompt(run, session, renderResume(run.task));
}

/** What is to end anyhow is not begun: a session that has heard nothing is told the whole task later. */
async function prompt({ task: { model }, signal }: Run, session: Session, text: string): Promise<void> {
  signal.throwIfAborted();
  await session.prompt(text, model === null ? {} : { model });
}
