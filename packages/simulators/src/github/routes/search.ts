import { listed } from '../http/answer.ts';
import { define, type Route } from '../http/route.ts';
import { visibleRepositories } from '../state/access.ts';
import { fullName, type Repository } from '../state/entities.ts';
import { invalid } from '../state/problem.ts';
import { viewRepository } from '../views/repository.ts';

export const searchRoutes: readonly Route[] = [
  define('GET /search/repositories', (call) => {
    const query = call.query['q']?.trim() ?? '';
    if (query === '') throw invalid({ resource: 'Search', field: 'q', code: 'missing' });
    const items = visibleRepositories(call.world, call.viewer).filter((repository) =>
      matches(repository, query),
    );
    return listed(call, {
      items: sorted(items, call.query),
      render: (item) => ({ ...viewRepository(call.world, item, call.viewer), score: 1 }),
      wrap: (rendered, total) => ({ total_count: total, incomplete_results: false, items: rendered }),
    });
  }),
];

/** Whether a repository is what a search asks for: `topic:`, `user:`, `org:`, `repo:`, `archived:`, `is:` and plain words. */
function matches(repository: Repository, query: string): boolean {
  const terms = query.split(/\s+/).filter(Boolean);
  const owners = terms.filter((term) => /^(user|org):/.test(term));
  const others = terms.filter((term) => !owners.includes(term));
  const owned =
    owners.length === 0 || owners.some((term) => sameText(afterColon(term), repository.owner.login));
  return owned && others.every((term) => matchesTerm(repository, term));
}

function matchesTerm(repository: Repository, term: string): boolean {
  if (term.startsWith('-')) return !matchesTerm(repository, term.slice(1));
  const value = afterColon(term);
  switch (term.slice(0, term.indexOf(':') + 1)) {
    case 'topic:':
      return repository.topics.includes(value.toLowerCase());
    case 'archived:':
      return String(repository.archived) === value;
    case 'repo:':
      return sameText(fullName(repository), value);
    case 'is:':
      return value === (repository.private ? 'private' : 'public');
    case 'fork:':
      return value !== 'only';
    default:
      return `${fullName(repository)} ${repository.description ?? ''}`
        .toLowerCase()
        .includes(term.toLowerCase());
  }
}

function afterColon(term: string): string {
  return term.slice(term.indexOf(':') + 1).replaceAll('"', '');
}

function sameText(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function sorted(items: Repository[], { sort, order }: Readonly<Record<string, string>>): Repository[] {
  if (sort !== 'updated') return items;
  const ascending = [...items].sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1));
  return order === 'asc' ? ascending : ascending.reverse();
}
