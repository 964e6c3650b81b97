import type { Operation, OperationControl } from './operation.ts';
import { parseInput } from './parse-input.ts';

/** Runs an operation with what came from outside. Throws InputError, and what the operation throws. */
export async function runOperation(
  operation: Operation,
  control: OperationControl,
  input: unknown,
): Promise<Record<string, unknown>> {
  return operation.run(control, parseInput(operation, input));
}
