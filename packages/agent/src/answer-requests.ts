import { z } from 'zod';
import type { Call, OpencodeConnection } from './opencode-connection.ts';
import type { Session } from './session.ts';

type Requests = Pick<Session, 'answer' | 'rejectQuestion' | 'allowPermission' | 'denyPermission'>;

/** Answers to what waits in opencode, each after `before`. A request that waits no more is an AgentError. */
export function answerRequests(
  connection: OpencodeConnection,
  before: () => Promise<void> = async () => undefined,
): Requests {
  const send = async (call: Omit<Call<z.ZodUnknown>, 'schema'>): Promise<void> => {
    await before();
    await connection.call({ ...call, schema: z.unknown() });
  };
  const replyToPermission = (requestID: string, reply: 'once' | 'always' | 'reject'): Promise<void> =>
    send({
      what: 'take the answer to its request for permission',
      send: (client, options) => client.permission.reply({ requestID, reply }, options),
    });
  return {
    answer: (requestID, answers) =>
      send({
        what: 'take the answer to its question',
        send: (client, options) => client.question.reply({ requestID, answers }, options),
      }),
    rejectQuestion: (requestID) =>
      send({
        what: 'take the refusal of its question',
        send: (client, options) => client.question.reject({ requestID }, options),
      }),
    allowPermission: (requestID, reply) => replyToPermission(requestID, reply),
    denyPermission: (requestID) => replyToPermission(requestID, 'reject'),
  };
}
