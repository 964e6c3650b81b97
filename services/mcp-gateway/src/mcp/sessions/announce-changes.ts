import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import {
  ErrorCode,
  McpError,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { TaskNews, TaskStore } from '@opencode-commander/queue';
import type { Logger } from '@opencode-commander/service';
import type { TaskId } from '@opencode-commander/task';
import { isResourceUri, TASK_TEMPLATE, TASKS_URI, TRANSCRIPT_TEMPLATE, taskUris } from '../resources/uris.ts';

type Announcing = {
  store: Pick<TaskStore, 'onNews'>;
  log: Logger;
  /** What changes within so long is told at once, in ms. */
  gatherMs: number;
  /** Ends it. */
  signal: AbortSignal;
};

const MAX_SUBSCRIPTIONS = 100;
const TOO_MANY = `Only ${MAX_SUBSCRIPTIONS} subscriptions: subscribe to ${TASKS_URI} instead`;
const NO_RESOURCE = `Nothing to subscribe to: there are ${TASKS_URI}, ${TASK_TEMPLATE} and ${TRANSCRIPT_TEMPLATE}`;
/** Tasks that are known to have come; forgetting them costs a notification too many. */
const MAX_KNOWN = 10_000;

/**
 * Tells a client that a task has come, and that something has changed that it subscribed to. However much changes, and however
 * slowly the client reads: what it has to be told is the list at most, and each subscription once. Where news were missed, it
 * is told of all of them. Throws RedisError.
 * https://modelcontextprotocol.io/specification/2025-06-18/server/resources
 */
export async function announceChanges(
  { server }: McpServer,
  { store, log, gatherMs, signal }: Announcing,
): Promise<void> {
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
  offerSubscriptions(server, { subscriptions, due });
  const stop = await store.onNews((news) => {
    if (news.kind === 'missed' || (news.kind === 'changed' && isNew(known, news.id))) due.add(LIST);
    for (const uri of touched(news) ?? subscriptions) if (subscriptions.has(uri)) due.add(uri);
    if (due.size > 0) gather();
  });
  signal.addEventListener('abort', () => {
    void stop();
    if (timer !== null) clearTimeout(timer);
  });
}

/** No URI of a resource. */
const LIST = '';

/** What is not any more as it was; null for whatever there is. */
function touched(news: TaskNews): string[] | null {
  if (news.kind === 'missed') return null;
  const [record, transcript] = taskUris(news.id);
  return news.kind === 'logged' ? [transcript] : [TASKS_URI, record, transcript];
}

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
    if (!isResourceUri(uri)) throw new McpError(ErrorCode.InvalidParams, NO_RESOURCE);
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
