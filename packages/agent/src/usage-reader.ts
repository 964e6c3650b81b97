import {
  addByModel,
  addUsage,
  isNothing,
  NO_USAGE,
  UNKNOWN_MODEL,
  type Usage,
  type UsageByModel,
  usageBeyond,
} from '@opencode-commander/task';
import { AgentError } from './agent-error.ts';
import { startDeadline } from './deadline.ts';
import type { OpencodeConnection } from './opencode-connection.ts';
import { readChildren } from './read-children.ts';
import { sessionSchema, type WireSession } from './wire.ts';

// More than any agent starts; a hostile one may claim to have started more.
const MOST_SESSIONS = 200;
const TIMEOUT_MS = 60_000;
const WHAT = 'tell what the session has used';

/**
 * Tokens and US dollars of a session and all its descendants, by model: whole and finite numbers, whatever the agent claims.
 * They never get less. AgentError when all of it is not told in time.
 */
export type UsageReader = () => Promise<UsageByModel>;

/**
 * opencode counts each session alone and names only the model it has now: what a session has used since the last look is that
 * model's, and at the first look all that it has used before.
 */
export function usageReader(
  connection: OpencodeConnection,
  sessionId: string,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): UsageReader {
  const known = new Map<string, Usage>();
  let told: UsageByModel = {};
  return async () => {
    for (const member of await readInTime(connection, sessionId, timeoutMs)) {
      const { id } = member;
      if (!known.has(id) && known.size >= MOST_SESSIONS) continue;
      const before = known.get(id) ?? NO_USAGE;
      const more = usageBeyond(usageOf(member), before);
      known.set(id, addUsage(before, more));
      if (!isNothing(more)) told = addByModel(told, { [modelOf(member)]: more });
    }
    return told;
  };
}

async function readInTime(
  connection: OpencodeConnection,
  sessionId: string,
  timeoutMs: number,
): Promise<WireSession[]> {
  using deadline = startDeadline(timeoutMs);
  try {
    return await readFamily(connection, sessionId, deadline.signal);
  } catch (error) {
    if (!deadline.isOver()) throw error;
    throw new AgentError(`opencode took more than ${timeoutMs} ms to ${WHAT}`, { cause: error });
  }
}

async function readFamily(
  connection: OpencodeConnection,
  sessionId: string,
  signal: AbortSignal,
): Promise<WireSession[]> {
  const root = await connection.call({
    what: WHAT,
    schema: sessionSchema,
    send: (client, options) => client.session.get({ sessionID: sessionId }, options),
    signal,
  });
  const family = new Map([[root.id, root]]);
  for (const member of family.values()) {
    if (family.size >= MOST_SESSIONS) break;
    const children = await readChildren(connection, { sessionId: member.id, signal });
    for (const child of children) if (family.size < MOST_SESSIONS) family.set(child.id, child);
  }
  return [...family.values()];
}

/** `provider/model`, of which the model's name may have slashes too. */
const NAME = /^[\w.-]{1,60}\/[\w./:@+~-]{1,140}$/;

function modelOf({ model }: WireSession): string {
  const name = model === undefined ? '' : `${model.providerID}/${model.id}`;
  return NAME.test(name) ? name : UNKNOWN_MODEL;
}

function usageOf({ cost, tokens }: WireSession): Usage {
  return {
    inputTokens: Math.round(bounded(tokens.input + tokens.cache.read + tokens.cache.write)),
    outputTokens: Math.round(bounded(tokens.output + tokens.reasoning)),
    costUsd: bounded(cost),
  };
}

/** The agent could claim any number. */
function bounded(claimed: number): number {
  return Math.min(Math.max(0, claimed), Number.MAX_SAFE_INTEGER);
}
