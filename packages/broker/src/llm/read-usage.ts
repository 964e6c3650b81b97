import { z } from 'zod';

/** Tokens of one answer so far; input includes what the provider took from its cache. */
export type Tokens = { inputTokens: number; outputTokens: number };

export const NO_TOKENS: Tokens = { inputTokens: 0, outputTokens: 0 };

const count = z.number().int().nonnegative().catch(0);

const usageSchema = z
  .object({
    prompt_tokens: count,
    completion_tokens: count,
    input_tokens: count,
    output_tokens: count,
    cache_creation_input_tokens: count,
    cache_read_input_tokens: count,
  })
  .transform((usage) => ({
    // Only Anthropic's counts leave the cached tokens out of `input_tokens`, and only they have the cache's own.
    inputTokens:
      usage.prompt_tokens +
      usage.input_tokens +
      usage.cache_creation_input_tokens +
      usage.cache_read_input_tokens,
    outputTokens: usage.completion_tokens + usage.output_tokens,
  }))
  .catch(NO_TOKENS);

const googleSchema = z
  .object({
    promptTokenCount: count,
    toolUsePromptTokenCount: count,
    candidatesTokenCount: count,
    thoughtsTokenCount: count,
  })
  .transform((usage) => ({
    inputTokens: usage.promptTokenCount + usage.toolUsePromptTokenCount,
    outputTokens: usage.candidatesTokenCount + usage.thoughtsTokenCount,
  }))
  .catch(NO_TOKENS);

const holder = z.object({ usage: usageSchema }).catch({ usage: NO_TOKENS });

const answerSchema = z
  .object({
    /** OpenAI chat and responses, Anthropic, and Anthropic's `message_delta`. */
    usage: usageSchema,
    /** OpenAI's `response.completed` and its kin. */
    response: holder,
    /** Anthropic's `message_start`. */
    message: holder,
    /** Google's generateContent. */
    usageMetadata: googleSchema,
  })
  .transform(({ usage, response, message, usageMetadata }) =>
    [usage, response.usage, message.usage, usageMetadata].reduce(larger),
  )
  .catch(NO_TOKENS);

/** What one JSON answer, or one event of a streamed one, says of tokens. */
export function readUsage(payload: unknown): Tokens {
  if (Array.isArray(payload)) return payload.map(readUsage).reduce(larger, NO_TOKENS);
  return answerSchema.parse(payload);
}

/** Counts in a stream are totals so far, each field perhaps in an event of its own. */
export function larger(one: Tokens, other: Tokens): Tokens {
  return {
    inputTokens: Math.max(one.inputTokens, other.inputTokens),
    outputTokens: Math.max(one.outputTokens, other.outputTokens),
  };
}
