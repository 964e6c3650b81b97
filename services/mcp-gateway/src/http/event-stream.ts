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
  /** Sends without waiting; false when the client has to read before it is sent more. Throws once the client is gone. */
  offer(event: ServerSentEvent): boolean;
  /** Resolves when the client has read. Throws once it is gone. */
  read(): Promise<void>;
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
  const offer = (event: ServerSentEvent) => {
    gone.signal.throwIfAborted();
    return response.write(format(event));
  };
  const read = () => drained(response, { gone: gone.signal, patienceMs });
  return {
    signal: gone.signal,
    ...{ offer, read },
    async send(event) {
      if (!offer(event)) await read();
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
