import { z } from 'zod';
import type { PodmanCall } from './podman.ts';
import { PodmanError } from './podman-error.ts';
import { lookAtSocket, socketAdvice } from './socket-advice.ts';

const codeSchema = z.object({ code: z.string() });

/** Why a call got no answer from the service that is to listen on `socket`. */
export async function connectionError(
  socket: string,
  { call, error }: { call: PodmanCall & { timeoutMs: number }; error: unknown },
): Promise<PodmanError> {
  if (error instanceof PodmanError) return error;
  if (call.signal?.aborted) return new PodmanError(`Podman's ${call.path} was given up.`, { cause: error });
  const code = codeSchema.safeParse(error).data?.code ?? '';
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  const advice = timedOut
    ? `${call.path} took longer than ${call.timeoutMs} ms. Look at the host's load and Podman's log`
    : (socketAdvice(code, await lookAtSocket(socket)) ??
      `the connection failed (${error instanceof Error ? error.message : code})`);
  return new PodmanError(`Podman's socket ${socket}: ${advice}.`, { cause: error });
}
