import { expect, it } from 'vitest';
import { findMarker, findRequest, renderMarker, renderRequestMarker } from '../src/index.ts';

const REQUEST = '0123456789abcdef0123456789abcdef';
const marker = renderRequestMarker(REQUEST, 'key');

it('is found at the beginning of a text by who has the key', () => {
  expect(findRequest(`${marker}\nFix the typo.`, 'key')).toBe(REQUEST);
  expect(findRequest(`${marker}\nFix the typo.`, 'another key')).toBeNull();
});

it.each([
  ['quoted', `> ${marker}`],
  ['of another request', marker.replace('0123', '3210')],
  ['with a forged signature', marker.replace(/mac=.{32}/, `mac=${'0'.repeat(32)}`)],
  ['no marker', 'Fix the typo.'],
  ['the marker of another write', renderMarker({ task: '1-abcdef', epoch: 1, operation: 'status' }, 'key')],
])('%s: it is none', (_what, text) => {
  expect(findRequest(text, 'key')).toBeNull();
});

it('is no marker of a task', () => {
  expect(findMarker(marker, 'key')).toBeNull();
});
