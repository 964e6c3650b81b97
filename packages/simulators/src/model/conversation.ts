import { z } from 'zod';

const textPart = z.looseObject({ type: z.string(), text: z.string().optional() });
const toolCall = z.looseObject({
  id: z.string(),
  function: z.object({ name: z.string(), arguments: z.string() }),
});
const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(textPart)]).nullish(),
  tool_calls: z.array(toolCall).nullish(),
  tool_call_id: z.string().nullish(),
});
const tool = z.looseObject({
  type: z.string(),
  function: z.looseObject({ name: z.string(), parameters: z.unknown() }),
});

/** The body of `POST /v1/chat/completions` as far as a script may look at it (OpenAI's API reference, "Create chat completion"). */
export const chatRequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(message),
  tools: z.array(tool).nullish(),
  stream: z.boolean().nullish(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** One message; `text` joins its text parts. */
export type ChatMessage = {
  role: string;
  text: string;
  calls: { id: string; name: string; arguments: string }[];
};

/** What a script sees of one request. */
export type Conversation = {
  model: string;
  messages: ChatMessage[];
  tools: { name: string; parameters: unknown }[];
  /** The first user message: the prompt that the session began with. */
  prompt: string;
  /** The newest user message. */
  lastPrompt: string;
  /** opencode's working directory as its system prompt names it; null when it names none. */
  workingDirectory: string | null;
};

/** The tool that opencode offers when it was asked for structured output (`format: json_schema`, seen in 1.18.33). */
export const STRUCTURED_OUTPUT_TOOL = 'StructuredOutput';

const WORKING_DIRECTORY = /Working directory: (\S+)/;

export function readConversation(request: ChatRequest): Conversation {
  const messages = request.messages.map(({ role, content, tool_calls }) => ({
    role,
    text: typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n'),
    calls: (tool_calls ?? []).map((call) => ({ id: call.id, ...call.function })),
  }));
  const prompts = messages.filter((each) => each.role === 'user').map((each) => each.text);
  const system = messages.filter((each) => each.role === 'system').map((each) => each.text);
  return {
    model: request.model,
    messages,
    tools: (request.tools ?? []).map((each) => each.function),
    prompt: prompts[0] ?? '',
    lastPrompt: prompts.at(-1) ?? '',
    workingDirectory: WORKING_DIRECTORY.exec(system.join('\n'))?.[1] ?? null,
  };
}

/** The model's turns so far, in two kinds: those that gave structured output, and all others. */
export function countTurns({ messages }: Conversation): { plain: number; structured: number } {
  const turns = messages.filter((each) => each.role === 'assistant');
  const structured = turns.filter((turn) =>
    turn.calls.some((call) => call.name === STRUCTURED_OUTPUT_TOOL),
  ).length;
  return { plain: turns.length - structured, structured };
}

/** The JSON schema of the structured output that is asked for, or undefined when none is. */
export function structuredSchema({ tools }: Conversation): unknown {
  return tools.find((each) => each.name === STRUCTURED_OUTPUT_TOOL)?.parameters;
}
