import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';

/** Podman, an image or a container did not do what was asked; the message says which and what to do. */
export class PodmanError extends OperatorError {
  readonly exitCode: ExitCode = EXIT_CODES.container;
  /** The HTTP status Podman answered with, null when there was no answer. */
  readonly status: number | null;
  /** What Podman says is at the bottom of it, such as `no such container`; null when it says nothing. */
  readonly reason: string | null;

  constructor(message: string, options?: ErrorOptions & { status?: number; reason?: string | null }) {
    // What a container printed may be in it: no line breaks, no terminal escapes.
    super(message.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), options);
    this.status = options?.status ?? null;
    this.reason = options?.reason ?? null;
  }
}
