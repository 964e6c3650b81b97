import type { z } from 'zod';
import { InputError } from './input-error.ts';
import type { Operation } from './operation.ts';

/**
 * What came from outside, as the operation takes it. What it does not know is refused, since a misspelt field would be left out
 * silently. Throws InputError.
 */
export function parseInput<Input extends z.ZodObject>(
  { input }: Pick<Operation<Input>, 'input'>,
  given: unknown,
): z.output<Input> {
  const { data, error } = input.strict().safeParse(given);
  if (error) throw new InputError(error);
  return data as z.output<Input>;
}
