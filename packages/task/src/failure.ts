import { z } from 'zod';

/** Why a task failed, as one word; the message beside it is for people. */
export const FAILURE_KINDS = [
  'no_work',
  'push_refused',
  'agent',
  'model',
  'model_refused',
  /** The provider's quota is used up; it says when it is there again, or a person must pay. */
  'model_quota',
  /** The sandbox, or opencode in it, could not be started, died or hangs. */
  'container',
  /** The dev shell of the repository's flake.nix could not be made, and it is wanted in any case. */
  'dev_shell',
  'github',
  'timeout',
  /** Nobody answered in time. */
  'no_answer',
  /** The branch was changed by others while the agent worked. */
  'branch_moved',
  'stuck',
  /** The task's runs took their dispatcher down with them. */
  'crash',
  'internal',
] as const;

export const failureKindSchema = z.enum(FAILURE_KINDS);
export type FailureKind = z.infer<typeof failureKindSchema>;

export const failureSchema = z.object({
  kind: failureKindSchema,
  /** One line: what went wrong and what to do. Never holds a credential. */
  message: z.string(),
});
export type Failure = z.infer<typeof failureSchema>;

const RETRYABLE: readonly FailureKind[] = ['model', 'container', 'github', 'branch_moved', 'internal'];

/** Outages of infrastructure and of the model are tried again; the agent's own doing is not. */
export function isRetryable(kind: FailureKind): boolean {
  return RETRYABLE.includes(kind);
}
