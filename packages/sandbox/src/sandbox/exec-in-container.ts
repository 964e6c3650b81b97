import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { PodmanError } from '../podman/podman-error.ts';
import { readFrames } from './read-frames.ts';
import type { ExecOptions, ExecResult } from './sandbox.ts';

const createdSchema = z.object({ Id: z.string() });
const inspectedSchema = z.object({ ExitCode: z.number(), Running: z.boolean() });
// The program ends by itself before we give it up: closing the connection would leave it running.
const SOONER_MS = 250;
const TIMED_OUT = [124, 137];

/** Runs a program in a running container as its user, without a terminal or input. */
export async function execInContainer(
  podman: Podman,
  id: string,
  { argv, timeoutMs, maxBytes, signal }: ExecOptions & { argv: readonly string[] },
): Promise<ExecResult> {
  const seconds = String(Math.max(0.1, (timeoutMs - SOONER_MS) / 1_000));
  const json = {
    Cmd: ['timeout', '-s', 'KILL', seconds, ...argv],
    AttachStdout: true,
    AttachStderr: true,
    Tty: false,
  };
  const create = { method: 'POST', path: `/containers/${id}/exec`, json, signal } as const;
  const exec = await podman.call(create, createdSchema);
  const start = {
    method: 'POST',
    path: `/exec/${exec.Id}/start`,
    json: { Detach: false, Tty: false },
  } as const;
  const stream = podman.stream({ ...start, timeoutMs: timeoutMs + SOONER_MS, signal });
  const { output, whole } = await readFrames(stream, { maxBytes, isTimeout });
  if (!whole) return { code: null, output };
  const ended = await podman.call({ method: 'GET', path: `/exec/${exec.Id}/json`, signal }, inspectedSchema);
  const code = ended.Running || TIMED_OUT.includes(ended.ExitCode) ? null : ended.ExitCode;
  return { code, output };
}

function isTimeout(error: unknown): boolean {
  const cause = error instanceof PodmanError ? error.cause : null;
  return cause instanceof Error && cause.name === 'TimeoutError';
}
