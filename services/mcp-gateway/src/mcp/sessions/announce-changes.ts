import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  McpError,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Logger } from '@opencode-commander/service';
import type { TaskId } from '@opencode-commander/task';
import { TASKS_URI, taskUris } from '../resources/uris.ts';
import type { TaskChanges } from './task-changes.ts';

type Announcing = {
  changes: TaskChanges;
  log: Logger;
  /** What changes within so long is told at once, in ms. */
  gatherMs: number;
  /** Ends it. */
  signal: AbortSignal;
};

const MAX_SUBSCRIPTIONS = 100;
const TOO_MANY = `Only ${MAX_SUBSCRIPTIONS} subscriptions: subscribe to ${TASKS_URI} instead`;
/** Tasks that are known to have come; forgetting them costs a notification too many. */
const MAX_KNOWN = 10_000;

/**
 * Tells a client that a task has come, and that something has changed that it subscribed to. However much changes, and however
 * slowly the client reads: what it has to be told is the list at most, and each subscription once.
 * https://modelcontextprotocol.io/specification/2025-06-18/server/resources
 */
export function announceChanges({ server }: McpServer, { changes, log, gatherMs, signal }: Announcing): void {
  const subscriptions = new Set<string>();
  const known = new Set<TaskId>();
  const due = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const tell = async () => {
    const uris = [...due];
    due.clear();
    for (const uri of uris)
      await (uri === LIST ? server.sendResourceListChanged() : server.sendResourceUpdated({ uri }));
  };
  const gather = () => {
    timer ??= setTimeout(() => {
      tell()
        .catch((error: unknown) => log.debug({ err: error }, 'an MCP client could not be told of a change'))
        .finally(() => {
          timer = null;
          if (due.size > 0 && !signal.aborted) gather();
        });
    }, gatherMs);
  };
  const stop = changes.listen((id) => {
    if (isNew(known, id)) due.add(LIST);
    for (const uri of [TASKS_URI, ...taskUris(id)]) if (subscriptions.has(uri)) due.add(uri);
    if (due.size > 0) gather();
  });
  offerSubscriptions(server, { subscriptions, due });
  signal.addEventListener('abort', () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  });
}

/** No URI of a resource. */
const LIST = '';

function isNew(known: Set<TaskId>, id: TaskId): boolean {
  if (known.has(id)) return false;
  if (known.size >= MAX_KNOWN) known.clear();
  known.add(id);
  return true;
}

function offerSubscriptions(
  server: McpServer['server'],
  { subscriptions, due }: { subscriptions: Set<string>; due: Set<string> },
): void {
  server.registerCapabilities({ resources: { subscribe: true, listChanged: true } });
  server.setRequestHandler(SubscribeRequestSchema, ({ params: { uri } }) => {
    if (subscriptions.size >= MAX_SUBSCRIPTIONS && !subscriptions.has(uri))
      throw new McpError(ErrorCode.InvalidRequest, TOO_MANY);
    subscriptions.add(uri);
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params: { uri } }) => {
    subscriptions.delete(uri);
    due.delete(uri);
    return {};
  });
}
