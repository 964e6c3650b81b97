import { installationReaches, type Viewer } from '../state/access.ts';
import type { Repository } from '../state/entities.ts';

const REFUSAL = 'Resource not accessible by integration';

/** Why an installation's token may not do `operation` here, null where it may or where a person asks. */
export function missingPermission(viewer: Viewer, repository: Repository, operation: string): string | null {
  if (viewer.kind !== 'installation') return null;
  const reads = operation.startsWith('GET ');
  if (!installationReaches(viewer, repository)) return reads ? null : REFUSAL;
  const granted = viewer.installation.app.permissions;
  const enough = permissionsFor(operation).some(
    (name) => name === 'metadata' || granted[name] === 'write' || (reads && granted[name] === 'read'),
  );
  return enough ? null : REFUSAL;
}

const BY_SEGMENT: Readonly<Record<string, readonly string[]>> = {
  issues: ['issues', 'pull_requests'],
  labels: ['issues', 'pull_requests'],
  pulls: ['pull_requests'],
  'check-runs': ['checks'],
  actions: ['actions'],
  statuses: ['statuses'],
  contents: ['contents'],
  git: ['contents'],
  branches: ['contents'],
  compare: ['contents'],
  commits: ['contents'],
};

/** The app permissions of which one is needed for an operation on a repository. */
export function permissionsFor(operation: string): readonly string[] {
  const [method, path = ''] = operation.split(' ');
  const [, , , , segment = '', , last = ''] = path.split('/');
  if (segment === 'commits' && last === 'check-runs') return ['checks'];
  if (segment === 'commits' && last.startsWith('status')) return ['statuses'];
  if (segment === 'pulls' && path.endsWith('/merge') && method === 'PUT') return ['contents'];
  const names = BY_SEGMENT[segment];
  return names ?? (method === 'GET' ? ['metadata'] : ['administration']);
}
