import { z } from 'zod';

/** Whether a comment carries a reaction that we use; who gave it is not told here. */
export const reactionsSchema = z
  .object({ '+1': z.number().default(0), eyes: z.number().default(0) })
  .nullish()
  .transform((counts) => counts !== null && counts !== undefined && counts['+1'] + counts.eyes > 0);
