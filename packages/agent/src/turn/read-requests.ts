import { z } from 'zod';
import { RefusedCallError } from '../agent-error.ts';
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

/** What waits for an answer; `permissions` is null when opencode cannot list them, though some may wait. */
export type Requests = { questions: AskedQuestion[]; permissions: AskedPermission[] | null };

/** What waits for an answer in the sessions of a family. */
export async function readRequests(
  connection: OpencodeConnection,
  { family, signal }: RequestsOf,
): Promise<Requests> {
  const isOurs = (asked: { sessionID: string }): boolean => family.has(asked.sessionID);
  const questions = await readQuestions(connection, signal);
  const permissions = await readPermissions(connection, signal);
  return {
    questions: questions.filter(isOurs).slice(0, MOST_REQUESTS).map(toAskedQuestion),
    permissions: permissions?.filter(isOurs).slice(0, MOST_REQUESTS).map(toAskedPermission) ?? null,
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

// opencode 1.18.33 answers 400 to the list while a request waits whose details hold an undefined value, as webfetch's do.
const BAD_REQUEST = 400;

async function readPermissions(
  connection: OpencodeConnection,
  signal: AbortSignal | undefined,
): Promise<WirePermission[] | null> {
  try {
    return await connection.call({
      what: 'list the permissions it asks for',
      schema: z.array(permissionRequestSchema),
      send: (client, options) => client.permission.list({}, options),
      signal,
    });
  } catch (error) {
    if (error instanceof RefusedCallError && error.status === BAD_REQUEST) return null;
    throw error;
  }
}
