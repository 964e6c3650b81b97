import type { Hint } from '@opencode-commander/queue';
import { z } from 'zod';

const thread = z.object({ number: z.number().int().positive() });
const pulls = z.object({ pull_requests: z.array(thread) });

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const payloadSchema = z.object({
  repository: z.object({ full_name: z.string() }),
  issue: thread.optional(),
  pull_request: thread.optional(),
  check_run: pulls.optional(),
  check_suite: pulls.optional(),
});

/** The issues and pull requests a delivery is about; none when it is about something else. */
export function readHints(payload: unknown): Hint[] {
  const { success, data } = payloadSchema.safeParse(payload);
  if (!success) return [];
  const { repository, issue, pull_request, check_run, check_suite } = data;
  const checked = [...(check_run?.pull_requests ?? []), ...(check_suite?.pull_requests ?? [])];
  const threads = [issue, pull_request, ...checked].flatMap((found) => found?.number ?? []);
  return [...new Set(threads)].map((number) => ({ repo: repository.full_name, number }));
}
