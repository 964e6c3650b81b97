import { expect, test } from 'vitest';
import { mergePlaces } from '../../src/sessions/merge-places.ts';

const at = (instance: string, directory = '/p') => ({ instance, directory });
const has = (instance: string, ...ids: string[]) => ({
  instance,
  sessions: ids.map((id) => ({ id, directory: `/of/${instance}` })),
});

test('what an instance has is remembered, and what it has no more is forgotten', () => {
  const before = new Map([
    ['ses_old', at('dev')],
    ['ses_kept', at('dev')],
  ]);
  expect(mergePlaces(before, [has('dev', 'ses_kept', 'ses_new')], ['dev'])).toEqual({
    forget: ['ses_old'],
    remember: new Map([
      ['ses_kept', at('dev', '/of/dev')],
      ['ses_new', at('dev', '/of/dev')],
    ]),
  });
});

test('of an instance that did not answer all stays, of one that is gone nothing', () => {
  const before = new Map([
    ['ses_a', at('silent')],
    ['ses_b', at('gone')],
  ]);
  expect(mergePlaces(before, [], ['silent']).forget).toEqual(['ses_b']);
  expect(mergePlaces(before, [], null).forget).toEqual([]);
});

test('whoever claims a session that another has does not get it', () => {
  const before = new Map([['ses_a', at('silent')]]);
  const heard = [has('dev', 'ses_b'), has('12-a1b2c3', 'ses_a', 'ses_b')];
  const { remember } = mergePlaces(before, heard, ['silent', 'dev', '12-a1b2c3']);
  expect(remember).toEqual(new Map([['ses_b', at('dev', '/of/dev')]]));
  const { remember: later } = mergePlaces(before, heard, ['dev', '12-a1b2c3']);
  expect(later.get('ses_a')?.instance).toBe('12-a1b2c3');
});
