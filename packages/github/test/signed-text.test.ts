import { findMarker, renderMarker } from '@opencode-commander/task';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortTitle, signedText } from '../src/signed-text.ts';

const marker = { task: '12-a1b2c3', epoch: 3, operation: 'status' };
const key = 'a key';

describe('signedText', () => {
  it('keeps a short body byte for byte behind its marker', () => {
    const body = 'quotes "\' emoji 🦊 $(rm -rf /) `x`\r\nand lines\n';
    const text = signedText(body, marker, key);
    expect(text.endsWith(`\n${body}`)).toBe(true);
    expect(findMarker(text, key)).toEqual(marker);
  });

  it('cuts what is too long, says so, and keeps the marker', () => {
    const text = signedText('x'.repeat(70_000), marker, key);
    expect(text.length).toBe(65_000);
    expect(text).toContain('cut here');
    expect(findMarker(text, key)).toEqual(marker);
  });

  it('never cuts a character in half, wherever the cut falls', () => {
    for (const shift of ['', 'x']) {
      const text = signedText(shift + '🦊'.repeat(40_000), marker, key);
      expect(text.length).toBeLessThanOrEqual(65_000);
      expect(Buffer.from(text).toString()).toBe(text);
    }
  });

  it('holds its marker and its limit for any text', () => {
    const texts = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(texts, fc.nat(2_000), (text, times) => {
        const signed = signedText(text.repeat(times), marker, key);
        expect(signed.length).toBeLessThanOrEqual(65_000);
        expect(findMarker(signed, key)).toEqual(marker);
        expect(Buffer.from(signed).toString()).toBe(signed);
      }),
      { numRuns: 200 },
    );
  });

  it('is not fooled by the marker of another write quoted in the body', () => {
    const quoted = renderMarker({ ...marker, operation: 'other' }, key);
    expect(findMarker(signedText(`${quoted}\nhello`, marker, key), key)).toEqual(marker);
  });
});

describe('shortTitle', () => {
  it('makes one line of at most 256 characters', () => {
    expect(shortTitle('  Fix\n the   thing ')).toBe('Fix the thing');
    expect(shortTitle('t'.repeat(256))).toHaveLength(256);
    expect(shortTitle('t'.repeat(300))).toHaveLength(256);
    expect(shortTitle('t'.repeat(300)).endsWith('…')).toBe(true);
  });
});
