import { z } from 'zod';

// What this package reads of opencode's answers (its OpenAPI description, 1.18.33). The agent may have replaced
// opencode by something hostile, so that nothing is taken on trust, and ids, which are remembered, have a length.

export const idSchema = z.string().max(200);

export const sessionErrorSchema = z.object({
  name: z.string(),
  data: z
    .object({
      message: z.string().optional(),
      statusCode: z.number().optional(),
      responseHeaders: z.record(z.string(), z.string()).optional().catch(undefined),
    })
    .catch({}),
});
export type WireError = z.infer<typeof sessionErrorSchema>;

export const statusSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('idle') }),
  z.object({ type: z.literal('busy') }),
  /** `next` is in milliseconds since 1970. */
  z.object({ type: z.literal('retry'), attempt: z.number(), message: z.string(), next: z.number() }),
]);
export type WireStatus = z.infer<typeof statusSchema>;
export const statusesSchema = z.record(z.string(), statusSchema);

const toolStateSchema = z.object({
  status: z.enum(['pending', 'running', 'completed', 'error']),
  input: z.record(z.string(), z.unknown()).catch({}),
  title: z.string().optional(),
  output: z.string().optional(),
  error: z.string().optional(),
  metadata: z.object({ output: z.string().optional() }).optional().catch(undefined),
});

const partBase = { id: idSchema, messageID: idSchema };
export const textPartSchema = z.object({
  ...partBase,
  type: z.literal('text'),
  text: z.string(),
  synthetic: z.boolean().default(false),
  ignored: z.boolean().default(false),
  /** `end` is set once the text is whole. */
  time: z.object({ end: z.number().optional() }).default({}),
});
export const toolPartSchema = z.object({
  ...partBase,
  type: z.literal('tool'),
  callID: idSchema,
  tool: z.string(),
  state: toolStateSchema,
});
export type WireToolPart = z.infer<typeof toolPartSchema>;
export const otherPartSchema = z.object({ ...partBase, text: z.string().default('') });

export const messageSchema = z.object({
  info: z.object({
    id: idSchema,
    role: z.enum(['user', 'assistant']),
    time: z.object({ created: z.number().optional(), completed: z.number().optional() }),
    finish: z.string().optional(),
    error: sessionErrorSchema.optional(),
    structured: z.unknown().optional(),
    /** On user messages only. */
    model: z.object({ providerID: z.string(), modelID: z.string() }).optional(),
  }),
  parts: z.array(z.unknown()),
});
export type WireMessage = z.infer<typeof messageSchema>;

export const questionRequestSchema = z.object({
  id: idSchema,
  sessionID: idSchema,
  questions: z.array(
    z.object({
      question: z.string(),
      header: z.string(),
      options: z.array(z.object({ label: z.string(), description: z.string() })),
      multiple: z.boolean().default(false),
      custom: z.boolean().default(true),
    }),
  ),
});
export type WireQuestion = z.infer<typeof questionRequestSchema>;

export const permissionRequestSchema = z.object({
  id: idSchema,
  sessionID: idSchema,
  permission: z.string(),
  patterns: z.array(z.string()),
});
export type WirePermission = z.infer<typeof permissionRequestSchema>;

const tokens = z.object({
  input: z.number(),
  output: z.number(),
  reasoning: z.number(),
  cache: z.object({ read: z.number(), write: z.number() }),
});
export const sessionSchema = z.object({
  id: idSchema,
  cost: z.number().default(0),
  tokens: tokens.default({ input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }),
  /** That of the newest prompt; none before the first. */
  model: z.object({ id: z.string(), providerID: z.string() }).optional().catch(undefined),
});
export type WireSession = z.infer<typeof sessionSchema>;

export const todosSchema = z.array(z.object({ content: z.string(), status: z.string() }));

export const providersSchema = z.object({
  providers: z.array(z.object({ id: z.string(), models: z.record(z.string(), z.unknown()) })),
});
