import type { z } from 'zod';
import { InputError } from './input-error.ts';
import type { Operation, OperationControl } from './operation.ts';

/**
 * Runs an operation with what came from outside; what it does not know is refused, since a misspelt field would be left out
 * silently. Throws InputError, and what the operation throws.
 */
export async function runOperation<Input extends z.ZodObject, Output extends z.ZodObject>(
  operation: Operation<Input, Output>,
  control: OperationControl,
  input: unknown,
): Promise<z.output<Output>> {
  const { data, error } = operation.input.strict().safeParse(input);
  if (error) throw new InputError(error);
  return operation.run(control, data as z.input<Input>);
}
