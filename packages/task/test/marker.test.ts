import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findMarker, renderMarker } from '../src/index.ts';

const key = 'a key of this installation';
const marker = fc.record({
  task: fc.stringMatching(/^[1-9]\d{0,6}-[0-9a-f]{6}$/),
  epoch: fc.nat(),
  operation: fc.stringMatching(/^[a-z_]+$/),
});

it('is found again before any text, and only with its key', () => {
  fc.assert(
    fc.property(marker, fc.string(), (made, after) => {
      const text = renderMarker(made, key) + after;
      expect(findMarker(text, key)).toEqual(made);
      expect(findMarker(text, 'another key')).toBeNull();
    }),
  );
});

it('carries data that only who has the key reads, and that nobody changes', () => {
  const data = Buffer.from('an answer that was given in private').toString('base64');
  const made = { task: '12-a1b2c3', epoch: 1, operation: 'status', data };
  const text = renderMarker(made, key);
  expect(text).not.toContain(data);
  expect(renderMarker(made, key)).toBe(text);
  expect(findMarker(text, key)).toEqual(made);
  const sealed = /data=(\S+)/.exec(text)?.[1] ?? '';
  expect(findMarker(text.replace(sealed, Buffer.from('else').toString('base64')), key)).toBeNull();
});

it('cannot be made from another by changing a word', () => {
  const made = renderMarker({ task: '12-a1b2c3', epoch: 1, operation: 'status' }, key);
  expect(findMarker(made.replace('epoch=1', 'epoch=2'), key)).toBeNull();
  expect(findMarker(made.replace('12-a1b2c3', '13-a1b2c3'), key)).toBeNull();
  expect(findMarker(made.replace('operation=status', 'operation=result'), key)).toBeNull();
});

it.each(['> ', 'See:\n', ' ', renderMarker({ task: '12-a1b2c3', epoch: 1, operation: 'x' }, 'forger')])(
  'is a quotation behind anything else, such as %j',
  (before) => {
    const quoted = renderMarker({ task: '12-a1b2c3', epoch: 1, operation: 'status' }, key);
    expect(findMarker(before + quoted, key)).toBeNull();
  },
);
