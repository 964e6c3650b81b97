/** The beginning of a body, at least `bytes` of it when it has so many, and the whole of it to be read still. */
export type PeekedBody = { beginning: Buffer; body: AsyncIterable<Buffer> };

/** Reads the beginning of a body without taking it from whoever reads it afterwards. */
export async function peekBody(body: AsyncIterable<Buffer>, bytes: number): Promise<PeekedBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  const rest = body[Symbol.asyncIterator]();
  let next = await rest.next();
  while (!next.done) {
    chunks.push(next.value);
    size += next.value.length;
    if (size >= bytes) break;
    next = await rest.next();
  }
  return { beginning: Buffer.concat(chunks), body: again(chunks, rest) };
}

async function* again(chunks: readonly Buffer[], rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* chunks;
  yield* { [Symbol.asyncIterator]: () => rest };
}
