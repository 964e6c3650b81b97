import type { SandboxExit } from './container-exit.ts';

export type StartSandbox = {
  /** How long the clone and opencode's boot may take; default two minutes. */
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
};

/** The bounds of a program that is run in a sandbox. */
export type ExecOptions = {
  timeoutMs: number;
  /** Of its output; a program that says more is ended. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
};

/** How a program ended: `code` is null when it took too long or said too much. Its output is untrusted, both streams in one. */
export type ExecResult = { code: number | null; output: string };

/** How a sandbox without an agent ended: `code` is null when it took too long. Its log is the last lines: untrusted text. */
export type SandboxEnd = SandboxExit & { log: string };

/** A sandbox that has not run yet: the broker's socket must listen before it is started. */
export type CreatedSandbox = {
  readonly id: string;
  readonly name: string;
  /** Where the broker is to listen. */
  readonly brokerSocket: string;
  /** Answers once the agent's socket is there: the workspace is cloned and opencode listens. */
  start(options?: StartSandbox): Promise<StartedSandbox>;
  /** For one that has no agent: starts it and answers once it has ended, by itself or because its time was over. */
  runToEnd(options: { timeoutMs: number; signal?: AbortSignal | undefined }): Promise<SandboxEnd>;
  /** Puts a file into the container, readable for its user; `path` is absolute, its directory there. */
  putFile(path: string, content: string): Promise<void>;
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
  /** Runs a program as the container's user, in its workspace, without a terminal. */
  exec(argv: readonly string[], options: ExecOptions): Promise<ExecResult>;
  /** What runs in it, one line for each process: untrusted text. */
  processes(): Promise<string[]>;
  /** When a file in its workspace changed last, null when none has since then; both in milliseconds since 1970. */
  lastChange(sinceMs: number): Promise<number | null>;
  /** The kernel's counters of trouble with its memory, such as `oom_kill`; {} when they cannot be known. */
  memoryEvents(): Promise<Readonly<Record<string, number>>>;
  /** How many of its processes the kernel killed for memory, null when that cannot be known. */
  oomKills(): Promise<number | null>;
  /** Frees what this process holds of it and leaves it running, for `findSandbox`; `exited` resolves with null then. */
  letGo(): Promise<void>;
  /** Ends its processes and keeps its disk: opencode's sessions are there after the next start. */
  stop(options?: { graceMs?: number }): Promise<StoppedSandbox>;
  remove(): Promise<void>;
};

/** A sandbox that ran and can run again, with the same disk. */
export type StoppedSandbox = CreatedSandbox & Pick<StartedSandbox, 'logs'>;
