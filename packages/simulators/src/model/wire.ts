import type { Completion } from './completion.ts';

/** What names a completion on the wire. */
export type CompletionHead = { id: string; model: string; createdSeconds: number };

/** A whole `chat.completion` object (OpenAI's API reference). */
export function completionBody(completion: Completion, head: CompletionHead): Record<string, unknown> {
  const message = {
    role: 'assistant',
    content: completion.text || null,
    ...(completion.call ? { tool_calls: [toolCall(completion.call, head)] } : {}),
  };
  const choices = [{ index: 0, message, finish_reason: finishReason(completion) }];
  return { ...envelope(head, 'chat.completion'), choices, usage: usageBody(completion) };
}

/** The `chat.completion.chunk` objects of a stream; the text comes in `pieces` of about the same length. */
export function completionChunks(
  completion: Completion,
  head: CompletionHead,
  pieces: number,
): Record<string, unknown>[] {
  const deltas: Record<string, unknown>[] = [{ role: 'assistant', content: '' }];
  for (const content of split(completion.text, pieces)) deltas.push({ content });
  if (completion.call) deltas.push({ tool_calls: [{ index: 0, ...toolCall(completion.call, head) }] });
  const base = envelope(head, 'chat.completion.chunk');
  return [
    ...deltas.map((delta) => ({ ...base, choices: [{ index: 0, delta, finish_reason: null }] })),
    { ...base, choices: [{ index: 0, delta: {}, finish_reason: finishReason(completion) }] },
    { ...base, choices: [], usage: usageBody(completion) },
  ];
}

const ERROR_CODES: Readonly<Record<number, { type: string; code: string }>> = {
  401: { type: 'invalid_request_error', code: 'invalid_api_key' },
  404: { type: 'invalid_request_error', code: 'model_not_found' },
  429: { type: 'requests', code: 'rate_limit_exceeded' },
};

/** OpenAI's error object for a status. */
export function errorBody(
  status: number,
  message: string,
  code: string | null = null,
): Record<string, unknown> {
  const known = ERROR_CODES[status];
  const fallback = status >= 500 ? 'server_error' : 'invalid_request_error';
  return {
    error: {
      message,
      type: code ?? known?.type ?? fallback,
      param: null,
      code: code ?? known?.code ?? null,
    },
  };
}

function envelope({ id, model, createdSeconds }: CompletionHead, object: string): Record<string, unknown> {
  return { id, object, created: createdSeconds, model };
}

function toolCall(
  call: { name: string; arguments: string },
  { id }: CompletionHead,
): Record<string, unknown> {
  return { id: `call_${id}`, type: 'function', function: call };
}

function finishReason({ call }: Completion): string {
  return call ? 'tool_calls' : 'stop';
}

function usageBody({ usage: { input, output } }: Completion): Record<string, number> {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

function split(text: string, pieces: number): string[] {
  const length = Math.max(1, Math.ceil(text.length / pieces));
  const starts = Array.from({ length: Math.ceil(text.length / length) }, (_, index) => index * length);
  return starts.map((start) => text.slice(start, start + length));
}
