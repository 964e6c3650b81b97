import type { Secret } from './secret.ts';

/** How to act on GitHub; null when neither a token nor an App is configured. */
export type GitHubAuth =
  | { kind: 'token'; token: Secret }
  | { kind: 'app'; appId: number; privateKey: Secret }
  | null;

/** A model provider. */
export type Provider = {
  baseUrl: string;
  apiKey: Secret | null;
  npm: string | null;
  models: readonly string[];
  /** By model; absent where none is named. */
  prices?: Readonly<Record<string, ModelPrice>>;
};

/** US dollars for a million tokens. */
export type ModelPrice = { input: number; output: number };

/** Whether agents work in the dev shell of a repository's flake.nix: where that can be, in any case, or not. */
export type NixMode = 'auto' | 'always' | 'never';

/** What differs in one repository. */
export type RepositoryConfig = {
  /** `owner/name`. */
  name: string;
  setup: string | null;
  image: string | null;
  /** Its own, or that of `containers`. */
  nix: NixMode;
  /** Its own patterns, or those of `publish`. */
  protectedPaths: readonly string[];
  /** How many of its tasks run at once; null for as many as there are places. */
  maxConcurrent: number | null;
  /** It is left alone. */
  blocked: boolean;
  /** It is served whatever its topics say: the file names it. Settings that were made at runtime serve nothing. */
  served: boolean;
};

/** A server of opencode elsewhere. */
export type InstanceConfig = {
  name: string;
  /** Without a slash at its end. */
  url: string;
  username: string;
  /** Null: none is sent. */
  password: Secret | null;
  /** Where its projects are, as it sees them; null where that is not said. */
  projectsPath: string | null;
};

/** The whole configuration: validated, defaults filled in, paths absolute, frozen. Times in ms, sizes in bytes. */
export type Config = {
  dataDir: string;
  /** A directory of ours, mode 0700, with a path of at most 60 bytes. */
  runDir: string;
  hostName: string;
  log: { level: string; format: 'pretty' | 'json' };
  github: {
    host: string;
    apiUrl: string;
    gitUrl: string;
    auth: GitHubAuth;
    /** Null: no webhooks are taken. */
    webhookSecret: Secret | null;
    pollIntervalMs: number;
    topic: string;
    triggerLabel: string;
    trustedUsers: readonly string[];
    trustedBots: readonly string[];
    throttle: boolean;
  };
  /** `url` may carry a password; null: a redis-server of our own. `waitMs`: how long a service waits for one when it starts. */
  redis: { url: Secret | null; prefix: string; waitMs: number; allowVolatile: boolean };
  containers: {
    /** A path, without `unix://`. */
    socket: string | null;
    maxConcurrent: number;
    cpuLimit: number;
    memoryLimitBytes: number;
    /** What must be free for new tasks to begin. */
    minFreeDiskBytes: number;
    minFreeMemoryBytes: number;
    pidsLimit: number;
    image: string | null;
    nix: NixMode;
    egressAllow: readonly string[];
    runtime: string | null;
    maxPushBytes: number;
    maxFileBytes: number;
    keepWarmMs: number;
  };
  /** opencode's names of permissions that people decide on. */
  agent: { ask: readonly string[] };
  publish: { protectedPaths: readonly string[]; deleteMergedBranches: boolean };
  timeouts: {
    criticalMs: number;
    highMs: number;
    mediumMs: number;
    lowMs: number;
    stuckMs: number;
    devShellMs: number;
    humanMs: number;
  };
  /** In US dollars, null for no limit; a day is one of UTC. */
  budget: {
    taskUsd: number | null;
    repoDayUsd: number | null;
    dayUsd: number | null;
    maxRounds: number;
  };
  models: { allowed: readonly string[] | null; default: string | null };
  llm: Readonly<Record<string, Provider>>;
  mcp: { host: string; port: number; token: Secret; boardChanges: boolean };
  health: { host: string; pollerPort: number; dispatcherPort: number };
  repos: readonly RepositoryConfig[];
  instances: readonly InstanceConfig[];
  markerKey: Secret;
};
