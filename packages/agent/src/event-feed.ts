import { setTimeout as delay } from 'node:timers/promises';
import type { OpencodeConnection } from './opencode-connection.ts';
import { eventSchema, type WireEvent } from './wire-event.ts';

/** Takes an event, and the characters it took on the wire. */
type EventListener = (event: WireEvent, size: number) => void;

/** opencode's events for as long as it is open, over as many connections as that takes. Events may be missed between. */
export type EventFeed = {
  /** Returns the function that ends it. */
  listen(listener: EventListener): () => void;
  /** Resolves when the stream is open, or after `timeoutMs`: polls find what events do not tell. */
  untilOpen(timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
};

const RECONNECT_MS = 1_000;

export function openEventFeed(connection: OpencodeConnection): EventFeed {
  const stopped = new AbortController();
  const listeners = new Set<EventListener>();
  const tell: EventListener = (event, size) => {
    for (const listener of listeners) listener(event, size);
  };
  const opened = new Promise<void>((resolve) => {
    listeners.add((event) => {
      if (event.type === 'server.connected') resolve();
    });
  });
  const running = keepReading(connection, tell, stopped.signal);
  return {
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    untilOpen: async (timeoutMs) => {
      const done = new AbortController();
      const timeout = delay(timeoutMs, undefined, { signal: done.signal }).catch(() => undefined);
      await Promise.race([opened, timeout]);
      done.abort();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}

async function keepReading(
  connection: OpencodeConnection,
  tell: EventListener,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await readOnce(connection, tell, signal).catch(() => undefined); // polls say what is wrong, if it stays wrong
    await delay(RECONNECT_MS, undefined, { signal }).catch(() => undefined); // stopped
  }
}

async function readOnce(
  connection: OpencodeConnection,
  tell: EventListener,
  signal: AbortSignal,
): Promise<void> {
  for await (const { value, size } of connection.events(signal)) {
    const event = eventSchema.safeParse(value);
    if (event.success) tell(event.data, size);
  }
}
