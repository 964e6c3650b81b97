import type { OutputOf, RepositoryChanged } from '@opencode-commander/control';

/** What people have decided about repositories, a line for each. */
export function describeRepositories({ repositories }: OutputOf<'repos.list'>): string {
  if (repositories.length === 0) return 'Nobody has decided about any repository: their topics decide.';
  return repositories.map(({ name, mode }) => `- ${name} is ${mode}`).join('\n');
}

export function describeDecided({ changed, repository: { name, mode } }: RepositoryChanged): string {
  return `${name} is ${mode}${changed ? ' from now on' : ', as it was before'}.`;
}

export function describeRemoved({ removed }: OutputOf<'repos.remove'>): string {
  return removed ? 'It is left to its topics again.' : 'It was not on the list.';
}
