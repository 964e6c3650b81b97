import { InputError, logCursorSchema, taskLogs } from '@opencode-commander/control';
import { TaskNotFoundError } from '@opencode-commander/queue';
import { isTerminal, taskIdSchema } from '@opencode-commander/task';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { openEventStream } from '../http/event-stream.ts';
import type { ApiOptions } from './register-api.ts';

const requestSchema = z.object({
  id: taskIdSchema,
  'last-event-id': logCursorSchema.optional(),
});

/**
 * The log of a task as server-sent events: what happened, then what happens, until the task has ended, which an event `end`
 * tells. As many as may follow get it, everybody else 503. Whoever comes back with Last-Event-ID goes on after that; 204 says that nothing comes any more.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function streamEvents({ control, log, heartbeatMs, followers }: Omit<ApiOptions, 'token'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { id, after } = readRequest(request);
    if (await isOver(control, id, after)) return reply.status(204).send();
    using _place = followers.enter();
    reply.hijack();
    const stream = openEventStream(reply.raw, { heartbeatMs });
    try {
      const { signal } = stream;
      for await (const { cursor, event } of taskLogs(control, { id, follow: true, ...after, signal }))
        await stream.send({ id: cursor, data: event });
      if (!signal.aborted) await stream.send({ event: 'end', data: {} });
    } catch (error) {
      if (!stream.signal.aborted) log.warn({ err: error, task: id }, 'a stream of events broke off');
    } finally {
      stream.close();
    }
    return reply;
  };
}

type After = { after?: string };

function readRequest({ params, headers }: FastifyRequest): { id: string; after: After } {
  const given = Object.assign({ 'last-event-id': headers['last-event-id'] || undefined }, params);
  const { data, error } = requestSchema.safeParse(given);
  if (error) throw new InputError(error);
  const { id, 'last-event-id': last } = data;
  return { id, after: last === undefined ? {} : { after: last } };
}

/** Whether somebody who comes back has heard the end already. Throws TaskNotFoundError. */
async function isOver({ store }: ApiOptions['control'], id: string, { after }: After): Promise<boolean> {
  const task = await store.get(id);
  if (task === null) throw new TaskNotFoundError(id);
  if (after === undefined || !isTerminal(task.status)) return false;
  return (await store.readPart(id, { after, limit: 1 })).end === null;
}
