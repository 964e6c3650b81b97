import { z } from 'zod';
import type { AskedPermission, AskedQuestion } from '../agent-event.ts';
import type { OpencodeConnection } from '../opencode-connection.ts';
import {
  permissionRequestSchema,
  questionRequestSchema,
  type WirePermission,
  type WireQuestion,
} from '../wire.ts';

export type RequestsOf = { family: ReadonlySet<string>; signal?: AbortSignal | undefined };

// More than any agent has at once; a hostile one may claim more.
const MOST_REQUESTS = 50;

/** What waits for an answer in the sessions of a family. */
export async function readRequests(
  connection: OpencodeConnection,
  { family, signal }: RequestsOf,
): Promise<{ questions: AskedQuestion[]; permissions: AskedPermission[] }> {
  const isOurs = (asked: { sessionID: string }): boolean => family.has(asked.sessionID);
  const questions = await readQuestions(connection, signal);
  const permissions = await readPermissions(connection, signal);
  return {
    questions: questions.filter(isOurs).slice(0, MOST_REQUESTS).map(toAskedQuestion),
    permissions: permissions.filter(isOurs).slice(0, MOST_REQUESTS).map(toAskedPermission),
  };
}

export function toAskedQuestion({ id, questions }: WireQuestion): AskedQuestion {
  return { requestId: id, questions };
}

export function toAskedPermission({ id, permission, patterns }: WirePermission): AskedPermission {
  return { requestId: id, permission, patterns };
}

function readQuestions(
  connection: OpencodeConnection,
  signal: AbortSignal | undefined,
): Promise<WireQuestion[]> {
  return connection.call({
    what: 'list the questions',
    schema: z.array(questionRequestSchema),
    send: (client, options) => client.question.list({}, options),
    signal,
  });
}

function readPermissions(
  connection: OpencodeConnection,
  signal: AbortSignal | undefined,
): Promise<WirePermission[]> {
  return connection.call({
    what: 'list the permissions it asks for',
    schema: z.array(permissionRequestSchema),
    send: (client, options) => client.permission.list({}, options),
    signal,
  });
}
