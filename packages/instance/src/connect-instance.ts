import {
  answerRequests,
  exportSession,
  type OpencodeAddress,
  type OpencodeConnection,
  openConnection,
  RefusedCallError,
  readChildIds,
  readRequests,
  splitModel,
  statusesSchema,
} from '@opencode-commander/agent';
import {
  type Instance,
  type NewSession,
  oneLine,
  type ServedSession,
  type SessionActivity,
  type SessionPrompt,
} from '@opencode-commander/task';
import { z } from 'zod';
import { checkVersion } from './check-version.ts';
import { instanceError } from './instance-error.ts';
import { servedMessages } from './served-messages.ts';
import { servedSessionSchema, servedSessionsSchema } from './served-session.ts';

export type InstanceOptions = {
  /** As its errors are to name it. */
  name: string;
  address: OpencodeAddress;
  username?: string | undefined;
  password: string | null;
  /** Where new sessions begin and requests are looked for; that of the server unless given. */
  directory?: string | undefined;
  /** Milliseconds each call may take. */
  timeoutMs?: number | undefined;
};

/** Connects to an instance, once it has shown that it is one. Throws InstanceError. */
export async function connectInstance({ name, address, ...options }: InstanceOptions): Promise<Instance> {
  const connection = openConnection({ ...address, ...options });
  const ask = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw instanceError(name, error);
    });
  try {
    const version = await ask(checkVersion(connection, name));
    return instanceOf(connection, { version, ask });
  } catch (error) {
    await connection.close();
    throw error;
  }
}

type Asking = { version: string; ask: <T>(work: Promise<T>) => Promise<T> };

function instanceOf(connection: OpencodeConnection, { version, ask }: Asking): Instance {
  const { answer, allowPermission, denyPermission } = answerRequests(connection);
  return {
    version,
    sessions: (limit) => ask(listSessions(connection, limit)),
    session: (id) => ask(findSession(connection, id)),
    create: (options) => ask(createSession(connection, options)),
    prompt: (id, prompt) => ask(promptSession(connection, id, prompt)),
    messages: (sessionId, limit) => ask(servedMessages(connection, { sessionId, limit })),
    activity: (id) => ask(readActivity(connection, id)),
    pending: (id) => ask(readPending(connection, id)),
    answer: (requestId, answers) => ask(answer(requestId, answers)),
    permit: (requestId, reply) =>
      ask(reply === 'reject' ? denyPermission(requestId) : allowPermission(requestId, reply)),
    abort: (id) => ask(abortSession(connection, id)),
    fork: (id) => ask(forkSession(connection, id)),
    export: (id) => ask(exportSession(connection, id)),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

/** opencode lists sessions of one project unless asked for those of all. */
async function listSessions(connection: OpencodeConnection, limit: number): Promise<ServedSession[]> {
  const sessions = await connection.call({
    what: 'list its sessions',
    schema: servedSessionsSchema,
    send: (client, options) => client.experimental.session.list({ limit }, options),
  });
  return sessions.slice(0, limit);
}

async function findSession(connection: OpencodeConnection, id: string): Promise<ServedSession | null> {
  try {
    return await connection.call({
      what: `find the session ${id}`,
      schema: servedSessionSchema,
      send: (client, options) => client.session.get({ sessionID: id }, options),
    });
  } catch (error) {
    if (error instanceof RefusedCallError && error.status === 404) return null;
    throw error;
  }
}

const EVERYTHING = [{ permission: '*', pattern: '*', action: 'allow' } as const];

function createSession(
  connection: OpencodeConnection,
  { title, model, yolo }: NewSession,
): Promise<ServedSession> {
  const { providerID, modelID } = splitModel(model ?? '');
  const chosen = {
    ...(title !== undefined && { title }),
    ...(model !== undefined && { model: { providerID, id: modelID } }),
    ...(yolo && { permission: EVERYTHING }),
  };
  return connection.call({
    what: 'open a session',
    schema: servedSessionSchema,
    send: (client, options) => client.session.create(chosen, options),
  });
}

async function promptSession(
  connection: OpencodeConnection,
  sessionID: string,
  { text, model }: SessionPrompt,
): Promise<void> {
  const body = {
    parts: [{ type: 'text' as const, text }],
    ...(model !== undefined && { model: splitModel(model) }),
  };
  await connection.call({
    what: 'take the prompt',
    schema: z.unknown(),
    send: (client, options) => client.session.promptAsync({ sessionID, ...body }, options),
  });
}

const LONGEST_REASON = 300;

async function readActivity(connection: OpencodeConnection, id: string): Promise<SessionActivity> {
  const statuses = await connection.call({
    what: 'tell the status of its sessions',
    schema: statusesSchema,
    send: (client, options) => client.session.status({}, options),
  });
  const status = statuses[id] ?? { type: 'idle' };
  const reason = status.type === 'retry' ? oneLine(status.message, LONGEST_REASON) : null;
  return { state: status.type, reason };
}

async function readPending(connection: OpencodeConnection, sessionId: string) {
  const childIds = await readChildIds(connection, { sessionId });
  return readRequests(connection, { family: new Set([sessionId, ...childIds]) });
}

async function abortSession(connection: OpencodeConnection, sessionID: string): Promise<void> {
  await connection.call({
    what: 'abort the session',
    schema: z.unknown(),
    send: (client, options) => client.session.abort({ sessionID }, options),
  });
}

function forkSession(connection: OpencodeConnection, sessionID: string): Promise<ServedSession> {
  return connection.call({
    what: 'fork the session',
    schema: servedSessionSchema,
    send: (client, options) => client.session.fork({ sessionID }, options),
  });
}
