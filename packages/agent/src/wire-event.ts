import { z } from 'zod';
import { observePart } from './turn/observe-part.ts';
import {
  idSchema,
  permissionRequestSchema,
  questionRequestSchema,
  sessionErrorSchema,
  statusSchema,
} from './wire.ts';

// Parts are cut down as soon as they are read: events wait until they are collected.
const partSchema = z.unknown().transform((raw) => observePart(raw, { complete: false }));

const inSession = { sessionID: idSchema };
const answered = z.object({ ...inSession, requestID: idSchema });

/** The events that matter here; opencode sends many more. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('server.connected') }),
  z.object({
    type: z.literal('session.created'),
    properties: z.object({ info: z.object({ id: idSchema, parentID: idSchema.optional() }) }),
  }),
  z.object({
    type: z.literal('session.status'),
    properties: z.object({ ...inSession, status: statusSchema }),
  }),
  z.object({ type: z.literal('session.idle'), properties: z.object(inSession) }),
  z.object({
    type: z.literal('session.error'),
    properties: z.object({ sessionID: idSchema.optional(), error: sessionErrorSchema.optional() }),
  }),
  z.object({
    type: z.literal('message.part.updated'),
    properties: z.object({ ...inSession, part: partSchema }),
  }),
  z.object({ type: z.literal('message.part.delta'), properties: z.object(inSession) }),
  z.object({ type: z.literal('todo.updated'), properties: z.object(inSession) }),
  z.object({ type: z.literal('question.asked'), properties: questionRequestSchema }),
  z.object({ type: z.literal('question.replied'), properties: answered }),
  z.object({ type: z.literal('question.rejected'), properties: answered }),
  z.object({ type: z.literal('permission.asked'), properties: permissionRequestSchema }),
  z.object({ type: z.literal('permission.replied'), properties: answered }),
]);
export type WireEvent = z.infer<typeof eventSchema>;
