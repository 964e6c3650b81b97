import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import type { z } from 'zod';

/** What was asked with does not fit the operation; the message names each field that is wrong. */
export class InputError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor({ issues }: Pick<z.ZodError, 'issues'>) {
    super(issues.map(told).join('; '));
  }
}

function told({ path, message }: z.core.$ZodIssue): string {
  const name = path.map(String).join('.');
  const reason = message.replaceAll(/\s*\n\s*/g, ' ');
  return name === '' ? reason : `${name}: ${reason}`;
}
