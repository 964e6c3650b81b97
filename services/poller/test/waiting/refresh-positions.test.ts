import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorthTelling } from '../../src/waiting/refresh-positions.ts';

describe('isWorthTelling', () => {
  it('tells every step among the next ten, and every tenth behind them', () => {
    expect(isWorthTelling(3, 3)).toBe(false);
    expect(isWorthTelling(3, 2)).toBe(true);
    expect(isWorthTelling(11, 10)).toBe(true);
    expect(isWorthTelling(40, 39)).toBe(false);
    expect(isWorthTelling(40, 30)).toBe(true);
    expect(isWorthTelling(12, 40)).toBe(true);
  });

  it('is content with what it has just told, and exact for the next ten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (said, position) => {
        expect(isWorthTelling(position, position)).toBe(false);
        const shown = isWorthTelling(said, position) ? position : said;
        expect(Math.abs(shown - position)).toBeLessThan(position <= 10 ? 1 : 10);
      }),
    );
  });
});
