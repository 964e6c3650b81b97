import type { Session } from '@opencode-commander/agent';
import type { Reply } from '@opencode-commander/task';
import type { Run } from '../run.ts';
import type { OpenedSession } from './open-session.ts';

/**
 * What is the case with what people were asked about: `asks_still` when they have not answered yet, `to_tell` when they have and
 * nothing in opencode waits for that.
 */
export type Delivery = 'delivered' | 'asks_still' | 'to_tell' | 'gone';

/** Gives a person's answer to the request that opencode still waits with. */
export async function deliverAnswer({ task }: Run, { session, sandbox }: OpenedSession): Promise<Delivery> {
  const { question, answer } = task;
  if (question?.kind !== 'question' && question?.kind !== 'permission') return 'gone';
  const { requestId } = question;
  if (requestId === null) return 'to_tell';
  if (sandbox.origin !== 'running') return 'gone';
  const pending = await session.pending();
  const requests = question.kind === 'question' ? pending.questions : pending.permissions;
  if (requests !== null && !requests.some((request) => request.requestId === requestId)) return 'gone';
  if (answer === null || answer.to !== question.number) return 'asks_still';
  if (question.kind === 'permission') await decide(session, requestId, answer.reply);
  else await answerQuestion(session, requestId, answer.reply);
  return 'delivered';
}

async function decide(session: Session, requestId: string, { kind }: Reply): Promise<void> {
  if (kind === 'approve' || kind === 'continue') await session.allowPermission(requestId, 'once');
  else await session.denyPermission(requestId);
}

async function answerQuestion(session: Session, requestId: string, reply: Reply): Promise<void> {
  if (reply.kind === 'answers') await session.answer(requestId, reply.answers);
  else await session.rejectQuestion(requestId);
}
