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

function told({ path, message }: Issue): string {
  const name = path.map(String).join('.');
  const reason = message.replaceAll(/\s*\n\s*/g, ' ');
  return name === '' ? reason : `${name}: ${reason}`;
}
