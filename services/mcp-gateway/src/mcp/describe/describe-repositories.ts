import type { OutputOf, RepositoryChanged } from '@opencode-commander/control';
import { describeKey } from './describe-config.ts';

/** What people have decided about repositories, a line for each. */
export function describeRepositories({ repositories, settings }: OutputOf<'repos.list'>): string {
  const lines =
    repositories.length === 0
      ? ['Nobody has decided about any repository: their topics decide.']
      : repositories.map(({ name, mode }) => `- ${name} is ${mode}`);
  return [...lines, ...settings.map((key) => `- ${describeKey(key)}`)].join('\n');
}

export function describeDecided({ changed, repository: { name, mode } }: RepositoryChanged): string {
  return `${name} is ${mode}${changed ? ' from now on' : ', as it was before'}.`;
}

export function describeRemoved({ removed }: OutputOf<'repos.remove'>): string {
  return removed ? 'It is left to its topics again.' : 'It was not on the list.';
}
