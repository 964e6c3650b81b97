import { z } from 'zod';

/** The fields of several objects as one: each may be missing, and where they differ it is what any of them takes. */
export function mergeShapes(objects: readonly z.ZodObject[]): z.ZodRawShape {
  const merged = new Map<string, z.core.$ZodType>();
  for (const [name, schema] of objects.flatMap(({ shape }) => Object.entries(shape))) {
    const before = merged.get(name);
    merged.set(name, before === undefined || before === schema ? schema : z.union([before, schema]));
  }
  return Object.fromEntries([...merged].map(([name, schema]) => [name, z.optional(schema)]));
}
