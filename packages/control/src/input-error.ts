import { EXIT_CODES, OperatorError } from '@opencode-commander/task';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What was asked with does not fit the operation; the message names each field that is wrong. */
export class InputError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;

  constructor({ issues }: { issues: readonly Issue[] }) {
    super(issues.flatMap(nearest).map(told).join('; '));
  }
}

/** Of what takes several shapes: what is wrong about the one that was meant, by how far into it the input fits. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [meant = []] = [...issue.errors].sort((a, b) => depth(b) - depth(a));
  if (depth(meant) === 0) return [issue];
  return meant.flatMap((each) => nearest({ ...each, path: [...issue.path, ...each.path] }));
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path }) => path.length));
}

function told(issue: Issue): string {
  const name = issue.path.map(String).join('.');
  const reason = isEmptyText(issue) ? 'must not be empty' : issue.message.replaceAll(/\s*\n\s*/g, ' ');
  return name === '' ? reason : `${name}: ${reason}`;
}

/** Zod says of it that it has to be `>=1 characters`. */
function isEmptyText(issue: Issue): boolean {
  return issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1;
}
