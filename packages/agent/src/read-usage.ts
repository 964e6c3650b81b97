import type { Usage } from '@opencode-commander/task';
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
 * Tokens and US dollars of a session and all its descendants, as opencode counts each session alone: whole and finite
 * numbers, whatever the agent claims. AgentError when all of it is not told in `timeoutMs`.
 */
export async function readUsage(
  connection: OpencodeConnection,
  sessionId: string,
  { timeoutMs = TIMEOUT_MS }: { timeoutMs?: number } = {},
): Promise<Usage> {
  using deadline = startDeadline(timeoutMs);
  try {
    const family = await readFamily(connection, sessionId, deadline.signal);
    return family.map(usageOf).reduce(add);
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

function usageOf({ cost, tokens }: WireSession): Usage {
  return {
    inputTokens: Math.round(bounded(tokens.input + tokens.cache.read + tokens.cache.write)),
    outputTokens: Math.round(bounded(tokens.output + tokens.reasoning)),
    costUsd: bounded(cost),
  };
}

/** A task's record holds such numbers only, and the agent could claim any. */
function bounded(claimed: number): number {
  return Math.min(Math.max(0, claimed), Number.MAX_SAFE_INTEGER);
}

function add(a: Usage, b: Usage): Usage {
  return {
    inputTokens: bounded(a.inputTokens + b.inputTokens),
    outputTokens: bounded(a.outputTokens + b.outputTokens),
    costUsd: bounded(a.costUsd + b.costUsd),
  };
}
