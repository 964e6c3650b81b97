import type { Usage } from '@opencode-commander/task';
import type { OpencodeConnection } from './opencode-connection.ts';
import { readChildren } from './read-children.ts';
import { sessionSchema, type WireSession } from './wire.ts';

// More than any agent starts; a hostile one may claim to have started more.
const MOST_SESSIONS = 200;

/** Tokens and US dollars of a session and all its descendants: opencode counts each session alone. */
export async function readUsage(connection: OpencodeConnection, sessionId: string): Promise<Usage> {
  const root = await connection.call({
    what: 'tell what the session has used',
    schema: sessionSchema,
    send: (client, options) => client.session.get({ sessionID: sessionId }, options),
  });
  const family = new Map([[root.id, root]]);
  for (const member of family.values()) {
    if (family.size >= MOST_SESSIONS) break;
    for (const child of await readChildren(connection, { sessionId: member.id })) family.set(child.id, child);
  }
  return [...family.values()].map(usageOf).reduce(add);
}

function usageOf({ cost, tokens }: WireSession): Usage {
  return {
    inputTokens: count(tokens.input + tokens.cache.read + tokens.cache.write),
    outputTokens: count(tokens.output + tokens.reasoning),
    costUsd: Math.max(0, cost),
  };
}

/** A task's record holds whole numbers, and the agent could claim anything. */
function count(tokens: number): number {
  return Math.max(0, Math.round(tokens));
}

function add(a: Usage, b: Usage): Usage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    costUsd: a.costUsd + b.costUsd,
  };
}
