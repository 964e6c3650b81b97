import { describe, expect, it } from 'vitest';
import { isWorthTelling } from '../src/refresh-positions.ts';

describe('isWorthTelling', () => {
  it('tells every step among the next ten, and every tenth behind them', () => {
    expect(isWorthTelling(3, 3)).toBe(false);
    expect(isWorthTelling(3, 2)).toBe(true);
    expect(isWorthTelling(11, 10)).toBe(true);
    expect(isWorthTelling(40, 39)).toBe(false);
    expect(isWorthTelling(40, 30)).toBe(true);
    expect(isWorthTelling(12, 40)).toBe(true);
  });
});
