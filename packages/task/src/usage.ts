import { z } from 'zod';

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: z.number().nonnegative(),
});
/** Tokens and US dollars, summed over a session and all its children. */
export type Usage = z.infer<typeof usageSchema>;

export const usageByModelSchema = z.record(z.string(), usageSchema);
/** The same by `provider/model`; `unknown` where nobody could tell the model. */
export type UsageByModel = Readonly<Record<string, Usage>>;

export const NO_USAGE: Usage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };

export function addUsage(a: Usage, b: Usage): Usage {
  return combine(a, b, (one, other) => one + other);
}

/** What is in `a` more than in `b`; nothing is less than nothing. */
export function usageBeyond(a: Usage, b: Usage): Usage {
  return combine(a, b, (one, other) => one - other);
}

/** The usage of all models together. */
export function totalUsage(byModel: UsageByModel): Usage {
  return Object.values(byModel).reduce(addUsage, NO_USAGE);
}

export function addByModel(a: UsageByModel, b: UsageByModel): UsageByModel {
  const sums = Object.entries(b).map(([model, used]) => [model, addUsage(a[model] ?? NO_USAGE, used)]);
  return { ...a, ...Object.fromEntries(sums) };
}

/** By model what is in `a` more than in `b`; models without any are left out. */
export function byModelBeyond(a: UsageByModel, b: UsageByModel): UsageByModel {
  const more = Object.entries(a).map(
    ([model, used]) => [model, usageBeyond(used, b[model] ?? NO_USAGE)] as const,
  );
  return Object.fromEntries(more.filter(([, used]) => !isNothing(used)));
}

export function isNothing({ inputTokens, outputTokens, costUsd }: Usage): boolean {
  return inputTokens === 0 && outputTokens === 0 && costUsd === 0;
}

function combine(a: Usage, b: Usage, how: (a: number, b: number) => number): Usage {
  return {
    inputTokens: bounded(how(a.inputTokens, b.inputTokens)),
    outputTokens: bounded(how(a.outputTokens, b.outputTokens)),
    costUsd: bounded(how(a.costUsd, b.costUsd)),
  };
}

/** A task's record holds such numbers only, and an agent could claim any. */
function bounded(number: number): number {
  return Math.min(Math.max(0, number), Number.MAX_SAFE_INTEGER);
}
