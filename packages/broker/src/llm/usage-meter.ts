import { createParser } from 'eventsource-parser';
import { larger, NO_TOKENS, readUsage, type Tokens } from './read-usage.ts';

const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Counts the tokens of one answer while it passes by, in chunks cut anywhere. */
export type UsageMeter = { push(chunk: Uint8Array): void; total(): Tokens };

/**
 * A meter for an answer of this Content-Type: server-sent events, JSON, or nothing that can be counted. `onError` hears of
 * events that may tell of an error.
 */
export function createUsageMeter(
  contentType: string,
  onError: (event: unknown) => void = () => undefined,
): UsageMeter {
  if (/^text\/event-stream\b/i.test(contentType)) return meterEvents(onError);
  if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(contentType)) return meterJson();
  return { push: () => undefined, total: () => NO_TOKENS };
}

function meterEvents(onError: (event: unknown) => void): UsageMeter {
  const decoder = new TextDecoder();
  let tokens = NO_TOKENS;
  const parser = createParser({
    onEvent: ({ data }) => {
      // Most events carry text only: they are not worth parsing.
      if (data.includes('usage')) tokens = larger(tokens, readUsage(parsed(data)));
      if (data.includes('"error"')) onError(parsed(data));
    },
  });
  return {
    push: (chunk) => parser.feed(decoder.decode(chunk, { stream: true })),
    total: () => tokens,
  };
}

function meterJson(): UsageMeter {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  return {
    push: (chunk) => {
      bytes += chunk.length;
      if (bytes <= MAX_JSON_BYTES) chunks.push(chunk);
    },
    total: () =>
      bytes <= MAX_JSON_BYTES ? readUsage(parsed(Buffer.concat(chunks).toString('utf8'))) : NO_TOKENS,
  };
}

/** Null for an answer that broke off: it says nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
