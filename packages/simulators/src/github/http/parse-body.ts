import { z } from 'zod';
import { invalid, Problem } from '../state/problem.ts';

/** Reads a request's body. @throws Problem 422 in the words of GitHub's own validation. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown, resource: string): T {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? 'body');
  if (issue?.code === 'too_big')
    throw invalid({
      resource,
      code: 'custom',
      field,
      message: `${field} is too long (maximum is ${issue.maximum} characters)`,
    });
  if (issue?.code === 'too_small') throw invalid({ resource, code: 'missing_field', field });
  if (!hasField(body, field)) throw new Problem(422, `Invalid request.\n\n"${field}" wasn't supplied.`);
  throw new Problem(
    422,
    `Invalid request.\n\nFor 'properties/${issue?.path.join('/') ?? ''}': ${issue?.message}.`,
  );
}

/** A label as people may write it: its name, or an object that has one. */
export const labelNameSchema = z
  .union([z.string().min(1), z.object({ name: z.string().min(1) })])
  .transform((label) => (typeof label === 'string' ? label : label.name));

function hasField(body: unknown, field: string): boolean {
  return typeof body === 'object' && body !== null && field in body;
}
