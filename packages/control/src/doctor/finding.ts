import { z } from 'zod';

/** What is to be said of one thing. */
export const findingSchema = z.object({
  check: z.string().describe('What was looked at, such as outbox'),
  ok: z.boolean(),
  line: z.string().describe('How it is, in a line; what is wrong, where it is not ok'),
  advice: z.string().nullable().describe('What to do about it; null where it is ok'),
});
export type Finding = z.infer<typeof findingSchema>;

export function fine(check: string, line: string): Finding {
  return { check, ok: true, line, advice: null };
}

export function wrong(check: string, line: string, advice: string): Finding {
  return { check, ok: false, line, advice };
}
