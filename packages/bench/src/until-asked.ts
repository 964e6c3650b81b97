import type { ModelSimulator } from '@opencode-commander/simulators';

const PATIENCE_MS = 120_000;

/** Milliseconds from `since` (since 1970) to the first request of an agent: those without tools are for titles. */
export async function untilAsked(
  model: ModelSimulator,
  { since, signal }: { since: number; signal: AbortSignal },
): Promise<number> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
  const { at } = await model.untilRequest(({ at, script }) => at >= since && script !== null, bounded);
  return at - since;
}
