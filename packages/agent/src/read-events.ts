import { type Dispatcher, request } from 'undici';

export type EventSource = {
  dispatcher: Dispatcher;
  headers: Readonly<Record<string, string>>;
  signal: AbortSignal;
};

const HEADERS_TIMEOUT_MS = 10_000;
// opencode sends a heartbeat every 10 s.
const SILENCE_MS = 35_000;
// The agent is hostile; an event that holds a file is left to the polls.
const LONGEST_LINE = 1024 * 1024;
const DATA = 'data: ';

/** What an event holds, and how many characters that took. */
export type RawEvent = { value: unknown; size: number };

/** The events of a stream of server-sent events, one line of JSON each, until it is cut or falls silent. */
export async function* readEvents(
  url: string,
  { dispatcher, headers, signal }: EventSource,
): AsyncGenerator<RawEvent> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    headers: { ...headers, accept: 'text/event-stream' },
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: SILENCE_MS,
    signal,
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`the event stream answered ${statusCode}`);
  }
  for await (const line of lines(body)) {
    if (!line.startsWith(DATA)) continue;
    const data = line.slice(DATA.length);
    yield { value: JSON.parse(data), size: data.length };
  }
}

/** The lines of a stream, without those that are too long. */
async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  // What there is of the last line; null for one that is left out.
  let rest: string | null = '';
  for await (const chunk of chunks) {
    for (const [index, piece] of decoder.decode(chunk, { stream: true }).split('\n').entries()) {
      if (index > 0) {
        if (rest !== null) yield rest;
        rest = '';
      }
      rest = rest === null || rest.length + piece.length > LONGEST_LINE ? null : rest + piece;
    }
  }
}
