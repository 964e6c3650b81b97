import type { Session } from '@opencode-commander/agent';
import type { Reply } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** What is the case with the request that people were asked about: `asks_still` when they have not answered yet. */
export type Delivery = 'delivered' | 'asks_still' | 'gone';

/** Gives a person's answer to the request that opencode still waits with. */
export async function deliverAnswer({ task }: Run, session: Session): Promise<Delivery> {
  const { question, answer } = task;
  if (question?.kind !== 'question' && question?.kind !== 'permission') return 'gone';
  const { requestId } = question;
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
