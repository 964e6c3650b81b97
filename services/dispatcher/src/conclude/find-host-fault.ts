import { GitError } from '@opencode-commander/broker';
import { ImageMissingError } from '@opencode-commander/sandbox';
import { hostWait } from '../claim/find-host-wait.ts';
import type { Wait } from '../claim/wait.ts';
import type { DispatcherContext } from '../dispatcher-context.ts';
import { failureOf } from './failure-of.ts';

type HostContext = Pick<DispatcherContext, 'admission'> & { config: { hostName: string } };

/**
 * The wait for this host when a run failed for what the host lacks: room, an image, Podman itself. Null when the failure is
 * the task's own. Git's and Podman's words say it in many ways: what may be the host's fault is judged by looking at the host.
 */
export async function findHostFault(context: HostContext, error: unknown): Promise<Wait | null> {
  if (isDiskFull(error)) return hostWait(context, 'a disk is full');
  if (error instanceof ImageMissingError) return hostWait(context, error.message);
  if (!mayBeHost(error)) return null;
  const refuses = await context.admission.look();
  return refuses === null ? null : hostWait(context, refuses);
}

const FULL = ['ENOSPC', 'EDQUOT'];

/** Whether the system said so, of the error or of what caused it. */
function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isFull = 'code' in error && typeof error.code === 'string' && FULL.includes(error.code);
  return isFull || isDiskFull(error.cause);
}

function mayBeHost(error: unknown): boolean {
  if (error instanceof GitError) return error.kind === 'failed';
  const { kind } = failureOf(error);
  return kind === 'container' || kind === 'internal';
}
