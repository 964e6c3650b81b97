const REPLACEMENT = Buffer.from('[secret]');
// What is shorter is no secret, and would be found in ordinary words.
const SHORTEST_KEY = 8;

/**
 * An answer with `[secret]` in place of the key, however it is cut: some providers repeat the key they refuse. Only an
 * end that may be the beginning of the key is held back.
 */
export async function* withoutKey(
  chunks: AsyncIterable<Buffer>,
  apiKey: string | null,
): AsyncGenerator<Uint8Array> {
  if (apiKey === null || apiKey.length < SHORTEST_KEY) return yield* chunks;
  const key = Buffer.from(apiKey);
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const { clean, rest } = replace(Buffer.concat([held, chunk]), key);
    held = rest;
    if (clean.length > 0) yield clean;
  }
  if (held.length > 0) yield held;
}

function replace(text: Buffer, key: Buffer): { clean: Buffer; rest: Buffer } {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let at = text.indexOf(key); at !== -1; at = text.indexOf(key, start)) {
    pieces.push(text.subarray(start, at), REPLACEMENT);
    start = at + key.length;
  }
  const end = text.length - beginningAtEnd(text.subarray(start), key);
  pieces.push(text.subarray(start, end));
  return { clean: Buffer.concat(pieces), rest: text.subarray(end) };
}

/** The length of the longest end of the text that is a beginning of the key. */
function beginningAtEnd(text: Buffer, key: Buffer): number {
  for (let length = Math.min(text.length, key.length - 1); length > 0; length -= 1) {
    if (text.subarray(text.length - length).equals(key.subarray(0, length))) return length;
  }
  return 0;
}
