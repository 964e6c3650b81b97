import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addByModel,
  addUsage,
  byModelBeyond,
  NO_USAGE,
  totalUsage,
  type Usage,
  usageBeyond,
  usageSchema,
} from '../src/index.ts';

const count = fc.integer({ min: 1, max: 1e9 });
const usage: fc.Arbitrary<Usage> = fc.record({ inputTokens: count, outputTokens: count, costUsd: count });
const byModel = fc.dictionary(fc.constantFrom('a/one', 'a/two', 'unknown'), usage);

it('has models add up to the total, whichever are there', () => {
  fc.assert(
    fc.property(byModel, byModel, (a, b) => {
      expect(totalUsage(addByModel(a, b))).toEqual(addUsage(totalUsage(a), totalUsage(b)));
    }),
  );
});

it('has what is beyond something make up for what is missing there', () => {
  fc.assert(
    fc.property(byModel, byModel, (before, more) => {
      const after = addByModel(before, more);
      expect(addByModel(before, byModelBeyond(after, before))).toEqual(after);
    }),
  );
  expect(byModelBeyond({ 'a/one': NO_USAGE }, {})).toEqual({});
});

it('stays what a record can hold', () => {
  const most = { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1, costUsd: Number.MAX_VALUE };
  expect(usageSchema.safeParse(addUsage(most, most)).success).toBe(true);
  expect(usageBeyond(NO_USAGE, most)).toEqual(NO_USAGE);
});
