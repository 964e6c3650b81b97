const HEADER_BYTES = 8;

/** What a framed stream held, both streams in one; `whole` is false when there was more than `maxBytes`. */
export type ReadFrames = { output: string; whole: boolean };

/** Reads Podman's (and Docker's) stream of frames (stream number, three zero bytes, length), cut anywhere. */
export async function readFrames(chunks: AsyncIterable<Buffer>, maxBytes: number): Promise<ReadFrames> {
  const texts: Buffer[] = [];
  let bytes = 0;
  let header = Buffer.alloc(0);
  let due = 0;
  for await (const chunk of chunks) {
    let rest = chunk;
    while (rest.length > 0) {
      if (due === 0) {
        const missing = HEADER_BYTES - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < HEADER_BYTES) break;
        due = header.readUInt32BE(4);
        header = Buffer.alloc(0);
        continue;
      }
      const text = rest.subarray(0, Math.min(due, maxBytes - bytes));
      texts.push(text);
      bytes += text.length;
      if (bytes >= maxBytes && text.length < Math.min(due, rest.length))
        return { output: joined(texts), whole: false };
      due -= text.length;
      rest = rest.subarray(text.length);
    }
  }
  return { output: joined(texts), whole: true };
}

function joined(texts: readonly Buffer[]): string {
  return Buffer.concat(texts).toString('utf8');
}
