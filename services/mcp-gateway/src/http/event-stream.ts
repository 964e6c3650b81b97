import type { ServerResponse } from 'node:http';
import { drained, PATIENCE_MS } from './drained.ts';

type ServerSentEvent = {
  id?: string;
  event?: string;
  /** Sent as JSON. */
  data: unknown;
};

export type EventStream = {
  /** Aborts when nobody listens any more. */
  signal: AbortSignal;
  /** Waits while the client does not read, so that nothing piles up here. Throws once the client is gone. */
  send(event: ServerSentEvent): Promise<void>;
  close(): void;
};

/** Begins an answer of server-sent events, with a comment every `heartbeatMs` that shows that it lives. */
export function openEventStream(
  response: ServerResponse,
  { heartbeatMs, patienceMs = PATIENCE_MS }: { heartbeatMs: number; patienceMs?: number },
): EventStream {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.on('error', () => gone.abort());
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': alive\n\n');
  }, heartbeatMs);
  gone.signal.addEventListener('abort', () => clearInterval(heartbeat), { once: true });
  // Who left before this began is told of no more, and writing to nobody fails nowhere.
  if (response.destroyed) gone.abort();
  return {
    signal: gone.signal,
    async send(event) {
      gone.signal.throwIfAborted();
      if (!response.write(format(event))) await drained(response, { gone: gone.signal, patienceMs });
    },
    close() {
      gone.abort();
      response.end();
    },
  };
}

/** JSON has no line breaks of its own. */
function format({ id, event, data }: ServerSentEvent): string {
  const fields = [id && `id: ${id}`, event && `event: ${event}`, `data: ${JSON.stringify(data)}`];
  return `${fields.filter(Boolean).join('\n')}\n\n`;
}
