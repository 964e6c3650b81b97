import { type Dispatcher, request as send } from 'undici';

/** An answer with more bytes than are taken. */
export class TooLargeError extends Error {}

export type BoundedFetch = {
  dispatcher: Dispatcher;
  maxBytes: number;
  signal: AbortSignal;
  /** Hears the `Date` header of the answer as soon as that begins. */
  onDate: (date: string | undefined) => void;
};

/**
 * A fetch through a dispatcher of undici's, for an SDK that speaks to `fetch`. It unpacks no content encoding (a small
 * answer could become a huge one) and follows no redirect; TooLargeError when the body is larger than `maxBytes`.
 */
export async function fetchBounded(request: Request, options: BoundedFetch): Promise<Response> {
  const { dispatcher, maxBytes, signal, onDate } = options;
  const { statusCode, headers, body } = await send(request.url, {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    body: request.body === null ? null : await request.text(),
    dispatcher,
    signal,
  });
  onDate(headers['date']?.toString());
  const bytes = await readBounded(body, maxBytes);
  const type = headers['content-type'];
  return new Response(statusCode === 204 ? null : bytes, {
    status: statusCode,
    headers: typeof type === 'string' ? { 'content-type': type } : {},
  });
}

async function readBounded(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const kept: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`);
    kept.push(chunk);
  }
  return Buffer.concat(kept);
}
