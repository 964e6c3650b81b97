import { setTimeout } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Fault } from './faults.ts';

/** Carries out what a fault does before the request is. True: that was all, and the request has its end. */
export async function applyFault(fault: Fault, reply: FastifyReply, signal: AbortSignal): Promise<boolean> {
  if (fault.delayMs !== undefined) await delay(fault.delayMs, signal);
  if (fault.dropBeforeApplying || signal.aborted) {
    dropConnection(reply);
    return true;
  }
  if (fault.status === undefined || fault.dropReplyAfterApplying) return false;
  const body = fault.body ?? { message: 'Server Error', status: String(fault.status) };
  reply.code(fault.status).headers({ 'content-type': 'application/json; charset=utf-8', ...fault.headers });
  reply.send(typeof body === 'string' ? body : JSON.stringify(body));
  return true;
}

/** Closes the connection without a word. */
export function dropConnection(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
