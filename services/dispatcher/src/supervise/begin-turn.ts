import type { Session } from '@opencode-commander/agent';
import { resolveBase } from '@opencode-commander/broker';
import { renderResume } from '@opencode-commander/task';
import { LetGo } from '../let-go.ts';
import type { OpenedSandbox } from '../open/open-sandbox.ts';
import { ownQuestions } from '../people/own-questions.ts';
import type { Run } from '../run.ts';
import { deliverAnswer } from './deliver-answer.ts';
import { firstPrompt } from './first-prompt.ts';
import { judgeTurn, type NextWord } from './judge-turn.ts';
import type { OpenedSession } from './open-session.ts';

/**
 * Has the agent begin, or go on where an earlier run let go or died: with the answer to the very request that still waits,
 * with a prompt, or with no word where it is at work. A person's answer is used up by that.
 */
export async function beginTurn(run: Run, opened: OpenedSession): Promise<NextWord> {
  await requireAnswer(run, opened);
  const word = await nextWord(run, opened);
  // Its dispatcher died before people were asked: it will be heard asking.
  if (word === 'ask_people') return word;
  if (word === 'first_prompt')
    await prompt(run, opened.session, await firstPrompt(run, opened.sandbox.repository));
  if (word === 'go_on') await goOn(run, opened.session);
  if (run.task.question !== null) await run.patch({ question: null, answer: null });
  return word;
}

/**
 * Has an agent go on that was found at work and has ended with nothing to show: its request to the model may have been cut off when
 * its last dispatcher left, a moment before. False where there is nothing to go on with.
 */
export async function goOnIfCutOff(run: Run, { session, sandbox }: OpenedSession): Promise<boolean> {
  if (await hasPushed(run, sandbox.repository)) return false;
  await goOn(run, session);
  return true;
}

/** An earlier run ended before people were asked what the agent wanted to know: they are asked before it goes on. */
async function requireAnswer({ task }: Run, { session }: OpenedSession): Promise<void> {
  const own = ownQuestions(task);
  if (own === null) return;
  await session.abort();
  throw new LetGo({ why: 'asked', ask: own });
}

async function nextWord(run: Run, opened: OpenedSession): Promise<NextWord> {
  const { session, sandbox, knows } = opened;
  const { origin, isContested, repository } = sandbox;
  if (origin === 'new') return 'first_prompt';
  const delivery = await deliverAnswer(run, opened);
  return judgeTurn({
    delivery,
    knows,
    isAlive: origin === 'running' && !isContested,
    state: await session.state(),
    hasPushed: await hasPushed(run, repository),
  });
}

/** Whether the agent has pushed anything since it began. */
async function hasPushed(
  { context: { environment }, task }: Run,
  { quarantine, startSha }: OpenedSandbox['repository'],
): Promise<boolean> {
  const head = await resolveBase(quarantine, task.branch, environment);
  return head !== null && head !== startSha;
}

/** Whatever the session was at is lost with its processes or its connections, or waits for what nobody will say. */
async function goOn(run: Run, session: Session): Promise<void> {
  await session.abort();
  await prompt(run, session, renderResume(run.task));
}

/** What is to end anyhow is not begun: a session that has heard nothing is told the whole task later. */
async function prompt({ task: { model }, signal }: Run, session: Session, text: string): Promise<void> {
  signal.throwIfAborted();
  await session.prompt(text, model === null ? {} : { model });
}
