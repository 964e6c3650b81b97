const HEADER_BYTES = 8;

/** What a framed stream held, both streams in one; `whole` is false when there was more. */
export type ReadFrames = { output: string; whole: boolean };

/**
 * Reads Podman's (and Docker's) stream of frames: stream number, three zero bytes, length, and so many bytes. It stops after
 * `maxBytes`, and at an error that `isTimeout` accepts; other errors of the stream are thrown.
 */
export async function readFrames(
  chunks: AsyncIterable<Buffer>,
  { maxBytes, isTimeout }: { maxBytes: number; isTimeout(error: unknown): boolean },
): Promise<ReadFrames> {
  const texts: Buffer[] = [];
  let bytes = 0;
  let inTime = true;
  try {
    for await (const text of contents(chunks)) {
      texts.push(text.subarray(0, maxBytes - bytes));
      bytes += text.length;
      if (bytes > maxBytes) break;
    }
  } catch (error) {
    if (!isTimeout(error)) throw error;
    inTime = false;
  }
  return { output: Buffer.concat(texts).toString('utf8'), whole: inTime && bytes <= maxBytes };
}

/** The frames' contents as they come, however the stream is cut. */
async function* contents(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let due = 0;
  for await (const chunk of chunks) {
    held = Buffer.concat([held, chunk]);
    while (due > 0 ? held.length > 0 : held.length >= HEADER_BYTES) {
      if (due === 0) {
        due = held.readUInt32BE(4);
        held = held.subarray(HEADER_BYTES);
      } else {
        const text = held.subarray(0, due);
        held = held.subarray(text.length);
        due -= text.length;
        yield text;
      }
    }
  }
}
