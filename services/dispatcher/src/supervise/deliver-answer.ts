import type { Session } from '@opencode-commander/agent';
import type { Reply } from '@opencode-commander/task';
import type { Run } from '../run.ts';

/** Answers the request that opencode still waits with; false when there is no answer, or it does not wait any more. */
export async function deliverAnswer({ task }: Run, session: Session): Promise<boolean> {
  const { question, answer } = task;
  if (question === null || answer === null || answer.to !== question.number) return false;
  if (question.kind !== 'question' && question.kind !== 'permission') return false;
  const { requestId } = question;
  const pending = await session.pending();
  const requests = question.kind === 'question' ? pending.questions : pending.permissions;
  if (!requests.some((request) => request.requestId === requestId)) return false;
  if (question.kind === 'permission') await decide(session, requestId, answer.reply);
  else await answerQuestion(session, requestId, answer.reply);
  return true;
}

async function decide(session: Session, requestId: string, { kind }: Reply): Promise<void> {
  if (kind === 'approve' || kind === 'continue') await session.allowPermission(requestId, 'once');
  else await session.denyPermission(requestId);
}

async function answerQuestion(session: Session, requestId: string, reply: Reply): Promise<void> {
  if (reply.kind === 'answers') await session.answer(requestId, reply.answers);
  else await session.rejectQuestion(requestId);
}
