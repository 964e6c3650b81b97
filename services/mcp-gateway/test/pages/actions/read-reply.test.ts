import { describe, expect, it } from 'vitest';
import { readReply } from '../../../src/pages/actions/read-reply.ts';

const asked = (changes: object = {}) => ({
  ...{ question: 'Which?', options: ['Red', 'Blue'], multiple: false, custom: true },
  ...changes,
});
const answers = (
  questions: ReturnType<typeof asked>[],
  fields: Record<string, string> | [string, string][],
) => readReply({ kind: 'question', questions }, new URLSearchParams(fields));

describe('what an agent asks', () => {
  it.each([
    ['a press of a button', { pick: '1', 'words-0': 'ignored' }, ['Blue']],
    ['own words', { 'words-0': ' green \n' }, ['green']],
    ['own words that look like a choice', { 'words-0': '1' }, ['1']],
    ['a choice', { 'choice-0': '0' }, ['Red']],
    ['own words rather than a choice', { 'choice-0': '0', 'words-0': 'green' }, ['green']],
  ])('is answered with %s', (_name, fields, answer) => {
    expect(answers([asked()], fields)).toEqual({ kind: 'answers', answers: [answer] });
  });

  it('is answered with all choices and own words where several may be chosen', () => {
    const fields: [string, string][] = [
      ['choice-0', '0'],
      ['choice-0', '1'],
      ['words-0', 'green'],
    ];
    expect(answers([asked({ multiple: true })], fields)).toEqual({
      kind: 'answers',
      answers: [['Red', 'Blue', 'green']],
    });
  });

  it('is answered question by question', () => {
    const fields = { 'choice-0': '1', 'words-1': 'later' };
    expect(answers([asked(), asked({ options: [] })], fields)).toEqual({
      kind: 'answers',
      answers: [['Blue'], ['later']],
    });
  });

  it.each([
    ['nothing', {}],
    ['what was not offered', { 'choice-0': '7' }],
    ['no number', { pick: 'Red' }],
    ['only a part', { 'choice-1': '0' }],
  ])('is not answered with %s', (_name, fields) => {
    expect(() => answers([asked(), asked()], fields)).toThrow('there is none to "Which?"');
  });

  it('takes own words only where it says so', () => {
    expect(() => answers([asked({ custom: false })], { 'words-0': 'green' })).toThrow('none to "Which?"');
  });
});

describe('a decision', () => {
  it.each([
    ['permission', { decision: 'approve' }, { kind: 'approve' }],
    ['permission', { decision: 'deny' }, { kind: 'deny' }],
    ['rounds', { decision: 'continue', usd: '5' }, { kind: 'continue', usd: null }],
    ['budget', { decision: 'continue', usd: '2.50' }, { kind: 'continue', usd: 2.5 }],
    ['budget', { decision: 'deny', usd: '' }, { kind: 'deny' }],
  ] as const)('on %s is read from %j', (kind, fields, reply) => {
    expect(readReply({ kind, questions: [] }, new URLSearchParams(fields))).toEqual(reply);
  });

  it.each(['', '0', '-5', 'five', 'Infinity'])('that adds %j dollars is none', (usd) => {
    const form = new URLSearchParams({ decision: 'continue', usd });
    expect(() => readReply({ kind: 'budget', questions: [] }, form)).toThrow('how many dollars');
  });

  it('that is none is not taken for one', () => {
    expect(() => readReply({ kind: 'edited', questions: [] }, new URLSearchParams())).toThrow('Press one');
  });
});
