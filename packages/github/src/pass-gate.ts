import { RequestError } from '@octokit/request-error';
import { z } from 'zod';
import { GitHubError } from './github-error.ts';
import type { OctokitCore } from './octokit-core.ts';
import type { RateGate } from './rate-gate.ts';
import { readRateLimits } from './read-rate-limits.ts';
import { resourceOf } from './resource-of.ts';

/** An Octokit plugin: every request that leaves passes the gate, repetitions too, and what GitHub says of its limits goes there. */
export function passGate(gate: RateGate, now: () => number): (octokit: OctokitCore) => void {
  const report = (answer: Parameters<typeof readRateLimits>[0], resource: string) => {
    const limits = readRateLimits(answer, { resource, now: now() });
    if (limits !== null) gate.after(limits);
  };
  return (octokit) =>
    octokit.hook.wrap('request', async (request, options) => {
      const resource = resourceOf(options.url);
      await pass(gate, resource);
      try {
        const answer = await request(options);
        report(answer, resource);
        return answer;
      } catch (error) {
        if (error instanceof RequestError && error.response !== undefined) report(error.response, resource);
        throw error;
      }
    });
}

const heldBackSchema = z.object({ retryAfterMs: z.number(), message: z.string() });

async function pass(gate: RateGate, resource: string): Promise<void> {
  try {
    await gate.before(resource);
  } catch (cause) {
    const { success, data } = heldBackSchema.safeParse(cause);
    if (!success) throw cause;
    throw new GitHubError(data.message, { kind: 'rate_limited', retryAfterMs: data.retryAfterMs, cause });
  }
}
