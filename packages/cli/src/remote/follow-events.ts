import { setTimeout as delay } from 'node:timers/promises';
import { HEARTBEAT_MS, logCursorSchema, type TaskLogsOptions } from '@opencode-commander/control';
import type { LoggedEvent } from '@opencode-commander/queue';
import { OperatorError, taskEventSchema } from '@opencode-commander/task';
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream';
import { z } from 'zod';
import { GatewayAwayError, StrangeGatewayError } from './gateway-error.ts';
import { jsonOf } from './json-of.ts';
import type { Gateway } from './read-gateway.ts';
import { refusal } from './refusal.ts';
import { explain, sendRequest } from './send-request.ts';

export type Following = Pick<TaskLogsOptions, 'id' | 'signal'> & {
  after: string | undefined;
  /** Hears that the gateway has gone, and that it is back. */
  say: (line: string) => void;
};

const RETRY_MS = 2_000;
/** So long a gateway that lives is never silent. */
const SILENCE_MS = 3 * HEARTBEAT_MS;

/**
 * What happens to a task until it has ended or the signal aborts, over however many connections that takes: each goes on where
 * the one before broke off. https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export async function* followEvents(
  gateway: Gateway,
  following: Following,
): AsyncGenerator<LoggedEvent, void, undefined> {
  try {
    yield* followToEnd(gateway, following);
  } catch (error) {
    if (!following.signal.aborted) throw error;
  }
}

async function* followToEnd(
  gateway: Gateway,
  { id, after, signal, say }: Following,
): AsyncGenerator<LoggedEvent, void, undefined> {
  let cursor = after;
  let isAway = false;
  const onOpen = () => {
    if (isAway) say('The gateway is back.');
    isAway = false;
  };
  for (;;) {
    try {
      for await (const logged of listen(gateway, { id, cursor, signal, onOpen })) {
        cursor = logged.cursor;
        yield logged;
      }
      return;
    } catch (error) {
      if (!(error instanceof GatewayAwayError)) throw error;
      if (!isAway) say(`${error.message}; it is tried again until it is back.`);
      isAway = true;
      await delay(RETRY_MS, undefined, { signal });
    }
  }
}

type Listening = { id: string; cursor: string | undefined; signal: AbortSignal; onOpen: () => void };

/** The events of one connection. Returns when the task has ended; throws GatewayAwayError when the connection breaks. */
async function* listen(
  gateway: Gateway,
  { id, cursor, signal, onOpen }: Listening,
): AsyncGenerator<LoggedEvent, void, undefined> {
  const silence = new AbortController();
  const alive = setTimeout(() => silence.abort(new DOMException('silence', 'TimeoutError')), SILENCE_MS);
  try {
    const body = await openStream(gateway, { id, cursor, signal: AbortSignal.any([signal, silence.signal]) });
    onOpen();
    if (body === null) return;
    for await (const message of messages(body, () => alive.refresh())) {
      if (message.event === 'end') return;
      yield logged(gateway, message);
    }
    throw new GatewayAwayError(`The gateway ${gateway.url} has hung up`);
  } catch (error) {
    if (signal.aborted || error instanceof OperatorError) throw error;
    throw explain(gateway.url, error);
  } finally {
    clearTimeout(alive);
  }
}

/** Null when nothing comes any more. */
async function openStream(
  gateway: Gateway,
  { id, cursor, signal }: Omit<Listening, 'onOpen'>,
): Promise<ReadableStream<Uint8Array> | null> {
  const request = {
    method: 'GET' as const,
    path: `/api/tasks/${id}/events`,
    headers: { accept: EVENT_STREAM, ...(cursor !== undefined && { 'last-event-id': cursor }) },
    signal,
  };
  return sendRequest(gateway, request, async (response) => {
    if (response.status === 204) return null;
    const isStream = response.headers.get('content-type')?.startsWith(EVENT_STREAM);
    if (!response.ok || !isStream) throw refusal(gateway.url, response, await response.text());
    return response.body;
  });
}

const EVENT_STREAM = 'text/event-stream';

/** What comes in is a sign of life, also what is only meant as one. */
function messages(body: ReadableStream<Uint8Array>, onSign: () => void): ReadableStream<EventSourceMessage> {
  const signs = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      onSign();
      controller.enqueue(chunk);
    },
  });
  return body
    .pipeThrough(signs)
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
}

const messageSchema = z.object({
  id: logCursorSchema,
  data: z.string().transform(jsonOf).pipe(taskEventSchema),
});

function logged({ url }: Gateway, message: EventSourceMessage): LoggedEvent {
  const { data: read, error } = messageSchema.safeParse(message);
  if (error)
    throw new StrangeGatewayError(
      `An event from ${url} is not understood: use the same version there and here`,
      { cause: error },
    );
  return { cursor: read.id, event: read.data };
}
