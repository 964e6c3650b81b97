import type { Conversation } from './conversation.ts';

/** A number of tokens to report instead of the counted ones. */
export type TokenCount = { input: number; output: number };

/** What a script says of a question: as opencode's question tool takes it. */
export type ScriptedQuestion = {
  question: string;
  header?: string;
  options?: readonly (string | { label: string; description: string })[];
  multiple?: boolean;
};

type Action =
  /** One tool call; a relative path in `filePath` is taken from opencode's working directory. */
  | { kind: 'call'; tool: string; args: Record<string, unknown>; text: string }
  | { kind: 'say'; text: string; chunks: number; delayMs: number }
  | { kind: 'structured'; value: (conversation: Conversation) => unknown }
  /** An HTTP error with OpenAI's error body, `times` times in a row, after which the script goes on. */
  | {
      kind: 'fail';
      status: number;
      message: string;
      /** OpenAI's `code`; the usual one of the status when null. */
      code: string | null;
      retryAfterSeconds: number | null;
      times: number;
    }
  /** Headers, then nothing until the client goes; `times` as above. */
  | { kind: 'stall'; times: number };

/** One turn of the model. */
export type Step = Action & { usage?: TokenCount };

/** Any tool by its name, such as `call('task', {…})`; `text` is what the model says before it calls. */
export function call(tool: string, args: Record<string, unknown>, text = ''): Step {
  return { kind: 'call', tool, args, text };
}

/** Writes a file whole; a relative path is taken from opencode's working directory. */
export function write(path: string, content: string): Step {
  return call('write', { filePath: path, content });
}

/** Replaces `before`, which must occur once, by `after`. opencode wants a file read before it is edited. */
export function edit(path: string, before: string, after: string): Step {
  return call('edit', { filePath: path, oldString: before, newString: after });
}

export function read(path: string): Step {
  return call('read', { filePath: path });
}

/** Longer than opencode's own two minutes, in ms: what waits for a test's sign must not go on by itself on a busy machine. */
const COMMAND_MS = 600_000;

export function bash(command: string): Step {
  const beginning = command.split('\n')[0]?.slice(0, 59) ?? '';
  const description = beginning === command ? command : `${beginning}…`;
  return call('bash', { command, description, timeout: COMMAND_MS });
}

/** Asks the human; every string among `options` is a label without description. */
export function question(...questions: readonly ScriptedQuestion[]): Step {
  return call('question', {
    questions: questions.map(({ header, options = [], ...rest }) => ({
      ...rest,
      header: (header ?? rest.question).slice(0, 30),
      options: options.map((each) => (typeof each === 'string' ? { label: each, description: each } : each)),
    })),
  });
}

/** Writes opencode's todo list, whole: `todo({ 'Read the code': 'completed', 'Fix it': 'in_progress' })`. */
export function todo(
  items: Readonly<Record<string, 'pending' | 'in_progress' | 'completed' | 'cancelled'>>,
): Step {
  const todos = Object.entries(items).map(([content, status]) => ({ content, status, priority: 'medium' }));
  return call('todowrite', { todos });
}

export function say(text: string): Step {
  return { kind: 'say', text, chunks: 1, delayMs: 0 };
}

/** Says `text` in `chunks` pieces with `delayMs` milliseconds before each. */
export function slowly(text: string, { chunks, delayMs }: { chunks: number; delayMs: number }): Step {
  return { kind: 'say', text, chunks, delayMs };
}

/** The answer to a request for structured output. Such requests never advance the other steps of a script. */
export function structured(value: unknown): Step {
  const answer = typeof value === 'function' ? (seen: Conversation): unknown => value(seen) : () => value;
  return { kind: 'structured', value: answer };
}

/** Answers 401, 429, 500 … with OpenAI's error body. `times` defaults to for ever. */
export function fail(
  status: number,
  options: { message?: string; code?: string; retryAfterSeconds?: number; times?: number } = {},
): Step {
  return {
    kind: 'fail',
    status,
    message: options.message ?? `The simulated model answers ${status}`,
    code: options.code ?? null,
    retryAfterSeconds: options.retryAfterSeconds ?? null,
    times: options.times ?? Number.POSITIVE_INFINITY,
  };
}

/** Answers 429 `insufficient_quota`, with the time when there is quota again in Retry-After and X-RateLimit-Reset. */
export function quota(options: { retryAfterSeconds?: number; times?: number } = {}): Step {
  const message = 'You exceeded your current quota, please check your plan and billing details.';
  return fail(429, { ...options, message, code: 'insufficient_quota' });
}

/** Sends the headers and then nothing until the client goes. `times` defaults to for ever. */
export function stall({ times = Number.POSITIVE_INFINITY }: { times?: number } = {}): Step {
  return { kind: 'stall', times };
}

/** The same step, reporting these tokens; a plain number is output tokens, with as many of input. */
export function usage(tokens: number | TokenCount, step: Step): Step {
  return { ...step, usage: typeof tokens === 'number' ? { input: tokens, output: tokens } : tokens };
}
