/** What people pause: everything, a repository (by GitHub's numeric id, which survives renames), or a model provider. */
export type PauseScope =
  | { of: 'all' }
  | { of: 'repository'; repoId: number; name: string }
  | { of: 'provider'; name: string };

/** The word of people that no run begins in a scope until they resume it. */
export type Pause = {
  scope: PauseScope;
  /** Who said so last; null, as `since` is, where that cannot be read any more. */
  by: string | null;
  since: string | null;
  reason: string | null;
  /** Whether runs that are under way are let go of; else they go on to their end. */
  preempts: boolean;
};

/** What a pause is compared with: where a task belongs, and the model providers that it is known to ask. */
export type Pausable = { repoId: number; providers: readonly string[] };

/** The pause that holds a task up, of several the widest; null when none does. */
export function findPause(pauses: readonly Pause[], task: Pausable): Pause | null {
  const covering = pauses.filter(({ scope }) => covers(scope, task));
  return covering.sort((a, b) => WIDEST.indexOf(a.scope.of) - WIDEST.indexOf(b.scope.of))[0] ?? null;
}

const WIDEST: readonly PauseScope['of'][] = ['all', 'repository', 'provider'];

function covers(scope: PauseScope, { repoId, providers }: Pausable): boolean {
  switch (scope.of) {
    case 'all':
      return true;
    case 'repository':
      return scope.repoId === repoId;
    case 'provider':
      return providers.includes(scope.name);
  }
}
