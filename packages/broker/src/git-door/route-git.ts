export type GitService = 'git-upload-pack' | 'git-receive-pack';

export type GitRoute =
  | { status: 'advertise' | 'call'; service: GitService }
  | { status: 'refused'; code: 403 | 404 | 405; reason: string };

const SERVICES: readonly GitService[] = ['git-upload-pack', 'git-receive-pack'];

/**
 * Which of smart HTTP's three requests (gitprotocol-http) this is. Paths are compared as they came, byte for byte:
 * nothing of them is decoded, joined or handed to git, so there is nothing to escape from.
 */
export function routeGit(method: string, url: string, repository: string): GitRoute {
  const [path = '', query = ''] = url.split('?', 2);
  const base = [`/git/${repository}.git/`, `/git/${repository}/`].find((prefix) => path.startsWith(prefix));
  if (base === undefined) return refuse(404, `only ${repository} is here: use /git/${repository}`);
  const rest = path.slice(base.length);
  if (rest === 'info/refs') {
    const service = SERVICES.find((name) => query === `service=${name}`);
    if (!service) return refuse(403, "use git's smart protocol");
    return method === 'GET' ? { status: 'advertise', service } : refuse(405, 'use GET');
  }
  const service = SERVICES.find((name) => rest === name);
  if (!service) return refuse(404, 'there is no such page');
  return method === 'POST' ? { status: 'call', service } : refuse(405, 'use POST');
}

function refuse(code: 403 | 404 | 405, reason: string): GitRoute {
  return { status: 'refused', code, reason };
}
