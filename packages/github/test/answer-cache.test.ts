import { describe, expect, it } from 'vitest';
import { createAnswerCache } from '../src/answer-cache.ts';

const answer = (data: unknown, etag?: string) => ({
  url: 'https://api.github.test/x',
  status: 200,
  headers: etag === undefined ? {} : { etag },
  data,
});

describe('createAnswerCache', () => {
  it('gives back what it was given, whatever became of the object since', () => {
    const answers = createAnswerCache();
    const given = answer({ total_count: 1, items: [1] }, '"a"');
    answers.set('x', given);
    given.data = null;
    const found = answers.get('x');
    expect(found?.etag).toBe('"a"');
    expect(JSON.parse(found?.text ?? '')).toMatchObject({ data: { total_count: 1, items: [1] } });
  });

  it('keeps nothing that cannot be asked for conditionally', () => {
    const answers = createAnswerCache();
    answers.set('x', answer(1, '"a"'));
    answers.set('x', answer(2));
    expect(answers.get('x')).toBeUndefined();
  });

  it('stays within its capacity and drops what was unused for longest', () => {
    const answers = createAnswerCache(1_000);
    for (const key of ['a', 'b']) answers.set(key, answer('y'.repeat(300), '"e"'));
    answers.get('a');
    answers.set('c', answer('y'.repeat(300), '"e"'));
    expect(['a', 'b', 'c'].map((key) => answers.get(key) !== undefined)).toEqual([true, false, true]);
    answers.set('huge', answer('y'.repeat(2_000), '"e"'));
    expect(['a', 'c', 'huge'].map((key) => answers.get(key))).toEqual([undefined, undefined, undefined]);
  });
});
