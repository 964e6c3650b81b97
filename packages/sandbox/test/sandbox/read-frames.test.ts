import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFrames } from '../../src/sandbox/read-frames.ts';

function frame(text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

async function* cutAt(stream: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of [...sizes, stream.length]) {
    yield stream.subarray(at, at + size);
    at += size;
  }
}

const late = new Error('too slow');
const isTimeout = (error: unknown) => error === late;

test('what came before a timeout is kept', async () => {
  const chunks = async function* () {
    yield frame('begun\n');
    throw late;
  };
  expect(await readFrames(chunks(), { maxBytes: 100, isTimeout })).toEqual({
    output: 'begun\n',
    whole: false,
  });
});

test('another error of the stream is thrown', async () => {
  const chunks = async function* () {
    yield frame('begun\n');
    throw new Error('gone');
  };
  await expect(readFrames(chunks(), { maxBytes: 100, isTimeout })).rejects.toThrow('gone');
});

test('frames are put together however they are cut', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 20 }), { maxLength: 8 });
  const sizes = fc.array(fc.nat(12), { maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(texts, sizes, fc.nat(60), async (frames, cuts, maxBytes) => {
      const whole = frames.join('');
      const read = await readFrames(cutAt(Buffer.concat(frames.map(frame)), cuts), { maxBytes, isTimeout });
      expect(read).toEqual({ output: whole.slice(0, maxBytes), whole: whole.length <= maxBytes });
    }),
  );
});
