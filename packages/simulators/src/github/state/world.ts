import type { GitStore } from '../git/git-store.ts';
import type { App, Installation, Instant, Repository, User } from './entities.ts';
import type { Happening } from './happenings.ts';
import type { Rerun, RerunOutcome } from './reruns.ts';

/** One thing that became different, told to whoever awaits it. */
export type Change = {
  kind: 'repository' | 'issue' | 'comment' | 'label' | 'pull' | 'review' | 'check' | 'push';
  /** `owner/name`. */
  repo: string;
  /** The or pull request's number, where there is one. */
  number: number | null;
};

type Credential =
  | { kind: 'user'; user: User }
  | { kind: 'installation'; installation: Installation; repositoryIds: number[] | null; expiresAt: number };

/** Everything the simulated server knows. */
export type World = {
  readonly users: Map<string, User>;
  readonly tokens: Map<string, Credential>;
  readonly repositories: Map<string, Repository>;
  /** Names that repositories had before, as `repositories` has those of now. */
  readonly formerNames: Map<string, Repository>;
  readonly apps: App[];
  /** Where a job's log can be fetched for a while without a token. */
  readonly logLinks: Map<string, { log: string; expiresAt: number }>;
  /** What tests decide while things happen. */
  readonly hooks: { rerun: (rerun: Rerun) => RerunOutcome };
  readonly installations: Installation[];
  readonly git: GitStore;
  /** Base addresses without a slash at the end; known once the server listens. */
  readonly urls: { web: string; api: string };
  /** Milliseconds since the epoch. */
  clock(): number;
  now(): Instant;
  /** Every id comes from one counter, so that a larger id is a later thing. */
  nextId(): number;
  changed(change: Change): void;
  /** Told to webhooks. */
  happened(happening: Happening): void;
};

export type WorldOptions = {
  clock: () => number;
  git: GitStore;
  onChange: (change: Change) => void;
  onHappening: (happening: Happening) => void;
};

export function createWorld({ clock, git, onChange, onHappening }: WorldOptions): World {
  let lastId = 1000;
  return {
    users: new Map(),
    tokens: new Map(),
    repositories: new Map(),
    formerNames: new Map(),
    apps: [],
    logLinks: new Map(),
    hooks: { rerun: () => 'pending' },
    installations: [],
    git,
    urls: { web: '', api: '' },
    clock,
    now: () => toInstant(clock()),
    nextId: () => ++lastId,
    changed: onChange,
    happened: onHappening,
  };
}

export function toInstant(milliseconds: number): Instant {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
