import type { SandboxExit } from './container-exit.ts';

export type StartSandbox = {
  /** How long the clone and opencode's boot may take; default two minutes. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** A sandbox that has not run yet: the broker's socket must listen before it is started. */
export type CreatedSandbox = {
  readonly id: string;
  readonly name: string;
  /** Where the broker is to listen. */
  readonly brokerSocket: string;
  /** Answers once the agent's socket is there: the workspace is cloned and opencode listens. */
  start(options?: StartSandbox): Promise<StartedSandbox>;
  /** Removes the container, its disk and its directories; harmless when they are gone. */
  remove(): Promise<void>;
};

/** A running sandbox. */
export type StartedSandbox = {
  readonly id: string;
  readonly name: string;
  readonly brokerSocket: string;
  /** Connects to the agent, in this process only, until the sandbox is stopped or removed. */
  readonly agentSocket: string;
  /** Resolves when the container ends; rejects with PodmanError when Podman cannot be asked any more. */
  readonly exited: Promise<SandboxExit>;
  /** The last lines the container printed: untrusted text. */
  logs(lines: number): Promise<string>;
  /** How many of its processes the kernel killed for memory, null when that cannot be known. */
  oomKills(): Promise<number | null>;
  /** Ends its processes and keeps its disk: opencode's sessions are there after the next start. */
  stop(options?: { graceMs?: number }): Promise<StoppedSandbox>;
  remove(): Promise<void>;
};

/** A sandbox that ran and can run again, with the same disk. */
export type StoppedSandbox = CreatedSandbox & Pick<StartedSandbox, 'logs'>;
