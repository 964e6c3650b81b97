import { expect, it } from 'vitest';
import { findPause, type Pause, type PauseScope } from '../src/index.ts';

const scopes: readonly PauseScope[] = [
  { of: 'provider', name: 'anthropic' },
  { of: 'repository', repoId: 7, name: 'acme/web' },
  { of: 'all' },
];
const pauses = scopes.map(
  (scope): Pause => ({ scope, by: 'cli', since: null, reason: null, preempts: false }),
);
const narrow = pauses.slice(0, 2);

it.each([
  ['everything, before what is narrower', pauses, { repoId: 7, providers: ['anthropic'] }, 'all'],
  ['its repository', narrow, { repoId: 7, providers: ['anthropic'] }, 'repository'],
  ['its provider', narrow, { repoId: 8, providers: ['local', 'anthropic'] }, 'provider'],
  ['nothing of another repository and provider', narrow, { repoId: 8, providers: ['local'] }, undefined],
  ['nothing of a provider that is not known', narrow, { repoId: 8, providers: [] }, undefined],
] as const)('a task is held up by %s', (_, there, task, of) => {
  expect(findPause(there, task)?.scope.of).toBe(of);
});
