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

it('keeps twenty models, however many an agent claims', () => {
  const claimed = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`a/${n}`, { ...NO_USAGE, costUsd: 1 }]),
  );
  const once = addByModel({}, claimed);
  const others = Object.fromEntries(Object.entries(claimed).map(([model, used]) => [`b/${model}`, used]));
  const twice = addByModel(once, others);
  expect(Object.keys(once)).toHaveLength(21);
  expect(once['unknown']?.costUsd).toBe(10);
  expect(Object.keys(twice)).toEqual(Object.keys(once));
  expect(totalUsage(twice).costUsd).toBe(60);
});

it('stays what a record can hold', () => {
  const most = { inputTokens: Number.MAX_SAFE_INTEGER, outputTokens: 1, costUsd: Number.MAX_VALUE };
  expect(usageSchema.safeParse(addUsage(most, most)).success).toBe(true);
  expect(usageBeyond(NO_USAGE, most)).toEqual(NO_USAGE);
});
