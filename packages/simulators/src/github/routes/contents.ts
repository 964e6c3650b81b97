import { readContents, type TreeEntry } from '../git/contents.ts';
import { resolveCommit } from '../git/refs.ts';
import { ok } from '../http/answer.ts';
import { type RepositoryCall, type Route, reading } from '../http/route.ts';
import { notFound, Problem } from '../state/problem.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';

export const contentRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/contents/{path}', async (call) => {
    const { world, repository } = call;
    const ref = call.query['ref'] ?? repository.defaultBranch;
    const sha = await resolveCommit(world.git, repository.path, ref);
    if (sha === null) throw new Problem(404, `No commit found for the ref ${ref}`);
    const found = await readContents(world.git, repository.path, { sha, file: call.params['path'] ?? '' });
    if (found === null) throw notFound();
    if (/[./]raw\b/.test(call.accept) && found.type === 'file') return raw(found.bytes);
    if (found.type === 'dir') return ok(found.entries.map((entry) => viewEntry(call, entry, ref)));
    const content = found.bytes.toString('base64').replace(/.{60}/g, '$&\n');
    return ok({ ...viewEntry(call, found.entry, ref), content: `${content}\n`, encoding: 'base64' });
  }),
];

function raw(bytes: Buffer) {
  return {
    status: 200,
    body: bytes.toString(),
    headers: { 'content-type': 'application/vnd.github.raw; charset=utf-8' },
  };
}

function viewEntry({ world, repository }: RepositoryCall, entry: TreeEntry, ref: string) {
  const path = entry.path.split('/').map(encodeURIComponent).join('/');
  const query = `?ref=${encodeURIComponent(ref)}`;
  const kind = entry.type === 'dir' ? 'tree' : 'blob';
  const page = repositoryPage(world, repository);
  const url = `${repositoryUrl(world, repository)}/contents/${path}${query}`;
  const git = `${repositoryUrl(world, repository)}/git/${kind}s/${entry.sha}`;
  const html = `${page}/${kind}/${encodeURIComponent(ref)}/${path}`;
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: html,
    git_url: git,
    download_url: kind === 'tree' ? null : `${page}/raw/${encodeURIComponent(ref)}/${path}`,
    type: entry.type,
    _links: { self: url, git, html },
  };
}
