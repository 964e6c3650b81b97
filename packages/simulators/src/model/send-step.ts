import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import { completionOf } from './completion.ts';
import type { Conversation } from './conversation.ts';
import type { Step } from './step.ts';
import { type CompletionHead, completionBody, completionChunks, errorBody } from './wire.ts';

export type Sending = {
  step: Step;
  conversation: Conversation;
  head: CompletionHead;
  stream: boolean;
  reply: FastifyReply;
};

/** Answers one request with a step, as a stream or whole; resolves when the answer was sent or the client has gone. */
export async function sendStep({ step, conversation, head, stream, reply }: Sending): Promise<unknown> {
  if (step.kind === 'fail') return sendFailure(step, head, reply);
  if (step.kind === 'stall') return stallReply(reply, stream);
  const completion = completionOf(step, conversation);
  const { chunks, delayMs } = step.kind === 'say' ? step : { chunks: 1, delayMs: 0 };
  if (stream) return sendStream(completionChunks(completion, head, chunks), delayMs, reply);
  if (delayMs > 0) await untilGoneOr(reply, delayMs * chunks);
  return reply.send(completionBody(completion, head));
}

function sendFailure(
  { status, message, code, retryAfterSeconds }: Extract<Step, { kind: 'fail' }>,
  { createdSeconds }: CompletionHead,
  reply: FastifyReply,
): FastifyReply {
  if (retryAfterSeconds !== null) {
    reply.header('retry-after', retryAfterSeconds);
    reply.header('x-ratelimit-reset', createdSeconds + retryAfterSeconds);
  }
  return reply.code(status).send(errorBody(status, message, code));
}

async function stallReply(reply: FastifyReply, stream: boolean): Promise<void> {
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' });
  reply.raw.flushHeaders();
  await once(reply.raw, 'close');
}

async function sendStream(
  chunks: readonly Record<string, unknown>[],
  delayMs: number,
  reply: FastifyReply,
): Promise<void> {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const chunk of chunks) {
    if (delayMs > 0) await untilGoneOr(reply, delayMs);
    if (raw.destroyed) return;
    raw.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  raw.end('data: [DONE]\n\n');
}

/** Waits `ms` milliseconds, or less when the client goes. */
async function untilGoneOr({ raw }: FastifyReply, ms: number): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  const waits = [delay(ms, undefined, { signal }), once(raw, 'close', { signal })];
  await Promise.race(waits);
  done.abort();
  await Promise.allSettled(waits);
}
