import { z } from 'zod';

export const usageSchema = z.object({
  inputTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
  costUsd: z.number().nonnegative(),
});
/** Tokens and US dollars, summed over a session and all its children. */
export type Usage = z.infer<typeof usageSchema>;

export const usageByModelSchema = z.record(z.string(), usageSchema);
/** The same by `provider/model`. */
export type UsageByModel = Readonly<Record<string, Usage>>;

/** What has used what nobody can tell the model of. */
export const UNKNOWN_MODEL = 'unknown';

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

/** More than any task needs: an agent could claim any, and a record and a comment have to hold them. */
const MOST_MODELS = 20;

/** What models beyond the first 20 have used counts as that of an unknown one. */
export function addByModel(a: UsageByModel, b: UsageByModel): UsageByModel {
  const sums: Record<string, Usage> = { ...a };
  for (const [model, used] of Object.entries(b)) {
    const isKept = Object.hasOwn(sums, model) || Object.keys(sums).length < MOST_MODELS;
    const name = isKept ? model : UNKNOWN_MODEL;
    sums[name] = addUsage(sums[name] ?? NO_USAGE, used);
  }
  return sums;
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
