import { EXIT_CODES, OperatorError } from '@opencode-commander/task';

/** Podman, an image or a container did not do what was asked; the message says which and what to do. */
export class PodmanError extends OperatorError {
  readonly exitCode = EXIT_CODES.container;
  /** The HTTP status Podman answered with, null when there was no answer. */
  readonly status: number | null;

  constructor(message: string, options?: ErrorOptions & { status?: number }) {
    // What a container printed may be in it: no line breaks, no terminal escapes.
    super(message.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim(), options);
    this.status = options?.status ?? null;
  }
}
