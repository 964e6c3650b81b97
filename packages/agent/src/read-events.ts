import { type Dispatcher, request } from 'undici';

export type EventSource = { dispatcher: Dispatcher; authorization: string; signal: AbortSignal };

const HEADERS_TIMEOUT_MS = 10_000;
// opencode sends a heartbeat every 10 s.
const SILENCE_MS = 35_000;
const LONGEST_LINE = 16 * 1024 * 1024;
const DATA = 'data: ';

/** The values of a stream of server-sent events, one line of JSON each, until it is cut or falls silent. */
export async function* readEvents(
  url: string,
  { dispatcher, authorization, signal }: EventSource,
): AsyncGenerator<unknown> {
  const { statusCode, body } = await request(url, {
    dispatcher,
    headers: { authorization, accept: 'text/event-stream' },
    headersTimeout: HEADERS_TIMEOUT_MS,
    bodyTimeout: SILENCE_MS,
    signal,
  });
  if (statusCode !== 200) {
    await body.dump();
    throw new Error(`the event stream answered ${statusCode}`);
  }
  for await (const line of lines(body)) {
    if (line.startsWith(DATA)) yield JSON.parse(line.slice(DATA.length));
  }
}

async function* lines(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const found = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = found.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error('an event is too long');
    yield* found;
  }
}
