import type { OpencodeConnection } from '../opencode-connection.ts';
import { readChildIds } from '../read-children.ts';
import { readMessages } from '../read-messages.ts';
import { providersSchema, statusesSchema, type WireMessage, type WireStatus } from '../wire.ts';
import { inOurTime } from './in-our-time.ts';
import type { LastMessage, ObservedPart, Snapshot } from './observation.ts';
import { observePart } from './observe-part.ts';
import { readChecklist } from './read-checklist.ts';
import { readRequests } from './read-requests.ts';

export type SnapshotOf = {
  sessionId: string;
  /** The newest message before the turn. */
  baseline: string;
  signal?: AbortSignal | undefined;
};

/** A snapshot, and the session with all its descendants as far as they matter. */
export type ReadSnapshot = { snapshot: Snapshot; family: Set<string> };

// More than any agent has at once; a hostile one may claim more.
const MOST_BUSY_CHILDREN = 20;
const MOST_PARTS = 1_000;

/**
 * Polls how a session stands. The status is read first: what is idle then has already said everything. One answer at a
 * time, as each may be as large as a hostile opencode wants it.
 */
export async function readSnapshot(connection: OpencodeConnection, of: SnapshotOf): Promise<ReadSnapshot> {
  const { sessionId, baseline, signal } = of;
  const statuses = await readStatuses(connection, signal);
  const messages = await readMessages(connection, { sessionId, signal });
  const childIds = await readChildIds(connection, of);
  const family = new Set([sessionId, ...childIds]);
  const requests = await readRequests(connection, { family, signal });
  const status = statuses[sessionId] ?? { type: 'idle' };
  const turn = (messages ?? []).filter(({ info }) => info.id > baseline);
  const busy = childIds.filter((id) => statuses[id] !== undefined).slice(0, MOST_BUSY_CHILDREN);
  const unanswered = status.type === 'idle' && turn.at(-1)?.info.role === 'user';
  const parts = [...(await readToolParts(connection, busy, signal)), ...partsOf(turn)];
  const snapshot = {
    status: inOurTime(status, connection.clock),
    parts: parts.slice(-MOST_PARTS),
    last: messages === null ? UNLISTED : lastOf(turn),
    ...requests,
    checklist: await readChecklist(connection, of),
    unknownModel: unanswered ? await findUnknownModel(connection, turn, signal) : null,
  };
  return { snapshot, family };
}

function readStatuses(
  connection: OpencodeConnection,
  signal: AbortSignal | undefined,
): Promise<Record<string, WireStatus>> {
  return connection.call({
    what: 'tell the status of its sessions',
    schema: statusesSchema,
    send: (client, options) => client.session.status({}, options),
    signal,
  });
}

async function readToolParts(
  connection: OpencodeConnection,
  sessionIds: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ObservedPart[]> {
  const parts: ObservedPart[] = [];
  for (const sessionId of sessionIds) {
    const messages = await readMessages(connection, { sessionId, signal });
    parts.push(...partsOf(messages ?? []).filter((part) => part.kind === 'tool'));
    if (parts.length >= MOST_PARTS) break;
  }
  return parts;
}

function partsOf(messages: readonly WireMessage[]): ObservedPart[] {
  return messages
    .filter(({ info }) => info.role === 'assistant')
    .flatMap(({ info, parts }) => parts.map((part) => observePart(part, { complete: isComplete(info) })))
    .filter((part) => part !== null)
    .slice(-MOST_PARTS);
}

const UNLISTED: LastMessage = { role: 'user', complete: false, final: false, error: null };
const UNFINISHED: readonly (string | undefined)[] = ['tool-calls', 'unknown', undefined];

function lastOf(turn: readonly WireMessage[]): LastMessage | null {
  const info = turn.at(-1)?.info;
  if (!info) return null;
  const complete = isComplete(info);
  const final =
    info.role === 'assistant' &&
    complete &&
    (!UNFINISHED.includes(info.finish) || info.structured !== undefined);
  return { role: info.role, complete, final, error: info.error ?? null };
}

function isComplete({ time }: WireMessage['info']): boolean {
  return time.completed !== undefined;
}

/** opencode reports an unknown model only in an event, and as an unknown error. */
async function findUnknownModel(
  connection: OpencodeConnection,
  turn: readonly WireMessage[],
  signal: AbortSignal | undefined,
): Promise<string | null> {
  const model = turn.at(-1)?.info.model;
  if (!model) return null;
  const { providers } = await connection.call({
    what: 'list the models',
    schema: providersSchema,
    send: (client, options) => client.config.providers({}, options),
    signal,
  });
  const provider = providers.find(({ id }) => id === model.providerID);
  return provider && model.modelID in provider.models ? null : `${model.providerID}/${model.modelID}`;
}
