import type { HostEnvironment } from '@opencode-commander/broker';
import type { Config } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import type { Queues, TaskStore } from '@opencode-commander/queue';
import type { Podman } from '@opencode-commander/sandbox';
import type { Failpoints, Logger } from '@opencode-commander/service';
import type { Admission } from './admission/admission.ts';
import type { Hosts } from './hosts.ts';
import type { OwnRuns } from './own-runs.ts';
import type { Owners } from './watch/owners.ts';

/** What every run of one dispatcher shares. */
export type DispatcherContext = {
  config: Config;
  log: Logger;
  store: TaskStore;
  /** Also says where in Redis money spent, paused providers and claims are kept. */
  queues: Queues;
  github: GitHub;
  /** GitHub for what can wait: it leaves the last of the rate limit to what is published. Its calls end with `signal`. */
  patientGitHub: (signal: AbortSignal) => GitHub;
  podman: Podman;
  /** This process, as the registry of dispatchers and the records of its runs name it. */
  id: string;
  /** The image that agents work in, unless a `[[repo]]` names another. */
  readonly image: string;
  /** Label value that tells this installation's containers from others'. */
  instance: string;
  /** The host's PATH, proxies and certificate authorities, for git and for connections to models. */
  environment: HostEnvironment;
  /** How long opencode may take to answer, in ms. */
  healthyWithinMs: number;
  runs: OwnRuns;
  owners: Owners;
  admission: Pick<Admission, 'refuses' | 'look'>;
  hosts: Hosts;
  /** Tells the processes that this one sees by their process ids. */
  machine: string;
  /** Of this process. */
  pid: number;
  /** When the kernel started this process, in clock ticks; null if unknown. */
  started: number | null;
  failpoints?: Failpoints;
  now: () => Date;
  /** Unguessable text in hex, `bytes` long before encoding. */
  randomHex: (bytes: number) => string;
};
