import { describe, expect, it } from 'vitest';
import { judgedFrom } from '../src/open/resume-pushed.ts';
import { type FoundTurn, judgeTurn, type NextWord } from '../src/supervise/judge-turn.ts';

const working: FoundTurn = {
  delivery: 'gone',
  knows: 'this_task',
  isAlive: true,
  state: 'busy',
  hasPushed: false,
};

describe('what an agent is told that is taken up', () => {
  it.each<[string, Partial<FoundTurn>, NextWord]>([
    ['works', {}, 'at_work'],
    ['was told and has not begun to answer', { knows: 'nothing' }, 'at_work'],
    ['has its answer', { delivery: 'delivered' }, 'nothing'],
    ['asks still', { delivery: 'asks_still' }, 'ask_people'],
    ['ended its turn to be told', { delivery: 'to_tell', state: 'finished', hasPushed: true }, 'go_on'],
    ['was told already', { delivery: 'to_tell' }, 'at_work'],
    ['was told, and its container stopped', { delivery: 'to_tell', isAlive: false }, 'go_on'],
    [
      'asked in a session that is gone',
      { delivery: 'to_tell', knows: 'nothing', state: 'stopped' },
      'first_prompt',
    ],
    ['waits for a process that may be frozen', { isAlive: false }, 'go_on'],
    ['failed, or waits to try again', { state: 'stopped' }, 'go_on'],
    ['was started again', { isAlive: false, state: 'stopped' }, 'go_on'],
    ['has finished', { state: 'finished', hasPushed: true }, 'nothing'],
    [
      'has finished, its container stopped',
      { isAlive: false, state: 'finished', hasPushed: true },
      'nothing',
    ],
    ['has finished with nothing to show', { state: 'finished' }, 'go_on'],
    ['never heard a word', { knows: 'nothing', state: 'stopped' }, 'first_prompt'],
    [
      'never heard a word, its container stopped',
      { knows: 'nothing', isAlive: false, state: 'stopped' },
      'first_prompt',
    ],
  ])('that %s', (_, found, word) => {
    expect(judgeTurn({ ...working, ...found })).toBe(word);
  });
});

describe('what work that goes on is judged from', () => {
  const start = { baseSha: 'b2', startSha: 'b2', publishedSha: null };
  it.each([
    ['the base it was begun at', start, 'b1', { baseSha: 'b1', startSha: 'b1', publishedSha: null }],
    ['the base of now, where none was noted', start, null, start],
    [
      'what is published',
      { baseSha: 'b2', startSha: 'p', publishedSha: 'p' },
      'b1',
      { baseSha: 'b2', startSha: 'p', publishedSha: 'p' },
    ],
  ])('%s', (_, now, noted, expected) => {
    expect(judgedFrom(now, noted)).toEqual(expected);
  });
});
