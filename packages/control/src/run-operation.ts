import { InputError } from './input-error.ts';
import type { Operation, OperationControl } from './operation.ts';

/**
 * Runs an operation with what came from outside; what it does not know is refused, since a misspelt field would be left out
 * silently. Throws InputError, and what the operation throws.
 */
export async function runOperation(
  operation: Operation,
  control: OperationControl,
  input: unknown,
): Promise<Record<string, unknown>> {
  const { data, error } = operation.input.strict().safeParse(input);
  if (error) throw new InputError(error);
  return operation.run(control, data);
}
