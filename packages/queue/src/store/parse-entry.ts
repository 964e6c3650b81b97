import type { z } from 'zod';

/** What Redis holds as JSON; null when that cannot be read, or is of another version. */
export function parseEntry<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
