import type { HostEnvironment } from '@opencode-commander/broker';
import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import type { Queues, TaskStore } from '@opencode-commander/queue';
import type { Failpoints, Health, Logger } from '@opencode-commander/service';
import type { TaskId } from '@opencode-commander/task';
import type { Memory } from './admission/judge-admission.ts';

/** What a dispatcher is started with. */
export type DispatcherOptions = {
  config: Config;
  log: Logger;
  /** Where the worker makes a connection of its own. */
  redisUrl: string;
  store: TaskStore;
  queues: Queues;
  github: GitHub;
  health: Health;
  failpoints?: Failpoints;
  /** The host's PATH, proxies and certificate authorities, and XDG_RUNTIME_DIR. */
  environment: HostEnvironment;
  signal: AbortSignal;
  /** How long opencode may take to answer in a new sandbox, in ms; a minute unless given. */
  healthyWithinMs?: number;
  /** What memory the host has; read from the kernel unless given. */
  readMemory?: () => Promise<Memory | null>;
  /** Milliseconds between two looks at whether the host can take new tasks; five seconds unless given. */
  admissionEveryMs?: number;
  /** How long a task stays ours without a sign of life, in ms; half a minute unless given. */
  lockMs?: number;
  /** Milliseconds between two rounds of tidying up the host; a minute unless given. */
  tidyEveryMs?: number;
  /**
   * Begins without an image of agents that cannot be built now, as on a full disk, and takes no tasks until it can be. Else that
   * is an error.
   */
  patient?: boolean;
  /** Milliseconds after a build of that image that has failed until it is tried again; a minute unless given. */
  buildAgainMs?: number;
  /** Hears what the set-up does while it takes long: building the image. */
  onProgress: (line: string) => void;
  /** Hears the process id of every program that is started and outlives us if we are killed, as soon as it is. */
  onChild?: ((pid: number) => void) | undefined;
  /** Claims nothing more as soon as this task has ended here. */
  lastTask?: TaskId;
};
