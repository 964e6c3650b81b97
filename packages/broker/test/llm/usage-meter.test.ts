import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createUsageMeter } from '../../src/llm/usage-meter.ts';

const count = fc.nat({ max: 1_000_000 });
const text = fc.string({ unit: 'grapheme' });

const events = (...payloads: object[]) =>
  payloads.map((payload) => `data: ${JSON.stringify(payload)}`).join('\n\n');
const named = (payload: { type: string }) => `event: ${payload.type}\ndata: ${JSON.stringify(payload)}\n\n`;

/** Streams as the providers document them, each saying `input` and `output`. */
const STREAMS: Record<string, (input: number, output: number, said: string) => string> = {
  'OpenAI chat': (input, output, said) =>
    `${events(
      { choices: [{ delta: { content: said } }], usage: null },
      {
        choices: [],
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      },
    )}\n\ndata: [DONE]\n\n`,
  'OpenAI responses': (input, output, said) =>
    named({ type: 'response.output_text.delta', ...{ delta: said } }) +
    named({
      type: 'response.completed',
      ...{ response: { usage: { input_tokens: input, output_tokens: output, total_tokens: 1 } } },
    }),
  Anthropic: (input, output, said) =>
    named({
      type: 'message_start',
      ...{
        message: {
          usage: {
            input_tokens: 0,
            cache_creation_input_tokens: 0,
            cache_read_input_tokens: input,
            output_tokens: 0,
          },
        },
      },
    }) +
    named({ type: 'content_block_delta', ...{ delta: { type: 'text_delta', text: said } } }) +
    named({ type: 'message_delta', ...{ usage: { output_tokens: output } } }),
  Google: (input, output, said) =>
    `${events(
      { candidates: [{ content: { parts: [{ text: said }] } }], usageMetadata: { promptTokenCount: input } },
      { usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, thoughtsTokenCount: 0 } },
    )}\n\n`,
};

const ANSWERS: Record<string, (input: number, output: number, said: string) => object> = {
  'OpenAI chat': (input, output, said) => ({
    choices: [{ message: { content: said } }],
    usage: { prompt_tokens: input, completion_tokens: output },
  }),
  'Anthropic and OpenAI responses': (input, output, said) => ({
    content: [{ text: said }],
    usage: { input_tokens: input, output_tokens: output },
  }),
  Google: (input, output, said) => [
    { candidates: [{ text: said }], usageMetadata: { promptTokenCount: input } },
    { usageMetadata: { promptTokenCount: input, candidatesTokenCount: output } },
  ],
};

/** Feeds the text in pieces cut at the given places, in the middle of characters too. */
function measure(contentType: string, body: string, cuts: readonly number[]) {
  const bytes = Buffer.from(body);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const meter = createUsageMeter(contentType);
  [0, ...places].forEach((start, i) => {
    meter.push(bytes.subarray(start, places[i]));
  });
  return meter.total();
}

test.each(Object.entries(STREAMS))('counts %s however the stream is cut', (_name, stream) => {
  fc.assert(
    fc.property(count, count, text, fc.array(fc.nat(), { maxLength: 50 }), (input, output, said, cuts) => {
      const body = stream(input, output, said);
      const expected = { inputTokens: input, outputTokens: output };
      expect(measure('text/event-stream; charset=utf-8', body, cuts)).toEqual(expected);
      expect(measure('text/event-stream', body.replaceAll('\n', '\r\n'), cuts)).toEqual(expected);
    }),
  );
});

test.each(Object.entries(ANSWERS))('counts a plain answer of %s', (_name, answer) => {
  fc.assert(
    fc.property(count, count, text, fc.array(fc.nat(), { maxLength: 20 }), (input, output, said, cuts) => {
      const body = JSON.stringify(answer(input, output, said));
      expect(measure('application/json', body, cuts)).toEqual({ inputTokens: input, outputTokens: output });
    }),
  );
});

test('counts nothing in what says nothing, whatever it is', () => {
  const types = fc.constantFrom('text/event-stream', 'application/json', 'text/html', '');
  fc.assert(
    fc.property(types, fc.oneof(fc.string(), fc.json()), (type, body) => {
      expect(measure(type, body, [3])).toEqual({ inputTokens: 0, outputTokens: 0 });
    }),
  );
});

test('a stream that breaks off counts what it had said', () => {
  const whole = STREAMS['Anthropic']?.(10, 20, 'x') ?? '';
  const cut = whole.slice(0, whole.indexOf('event: message_delta'));
  expect(measure('text/event-stream', cut, [])).toEqual({ inputTokens: 10, outputTokens: 0 });
});

test.each([
  ['a string', { usage: 'many' }],
  ['negative', { usage: { prompt_tokens: -5, completion_tokens: 1.5 } }],
  ['too large', { usage: { prompt_tokens: 1e300 } }],
])('takes no count that is %s', (_name, body) => {
  expect(measure('application/json', JSON.stringify(body), [])).toEqual({ inputTokens: 0, outputTokens: 0 });
});
