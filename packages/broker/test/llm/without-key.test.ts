import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withoutKey } from '../../src/llm/without-key.ts';

async function* piecesOf(text: string, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  for (const [i, start] of [0, ...places].entries()) yield bytes.subarray(start, places[i]);
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(chunk);
  return Buffer.concat(kept).toString();
}

test('replaces the key wherever it is and however the answer is cut', async () => {
  const key = 'aabaabaac';
  const text = fc.array(fc.constantFrom(key, 'a', 'aab', 'aabaabaa', 'c', 'ä'), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(), { maxLength: 60 }), async (words, cuts) => {
      const said = words.join('');
      expect(await read(withoutKey(piecesOf(said, cuts), key))).toBe(said.replaceAll(key, '[secret]'));
    }),
  );
});

test('holds nothing back that cannot be the beginning of the key', async () => {
  const sent: string[] = [];
  async function* provider() {
    yield Buffer.from('data: 1\n\n');
    expect(sent).toEqual(['data: 1\n\n']);
    yield Buffer.from('data: sk-r');
    expect(sent).toEqual(['data: 1\n\n', 'data: ']);
    yield Buffer.from('ight\n\n');
  }
  for await (const chunk of withoutKey(provider(), 'sk-real-key')) sent.push(Buffer.from(chunk).toString());
  expect(sent.join('')).toBe('data: 1\n\ndata: sk-right\n\n');
});

test('leaves an answer alone when there is no key, or none that is one', async () => {
  const said = 'no key, "x" or none';
  for (const key of [null, '', 'x', 'none'])
    expect(await read(withoutKey(piecesOf(said, [4]), key))).toBe(said);
});
