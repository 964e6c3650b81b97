import { listCommits, readCommit } from '../git/commits.ts';
import { diffFiles } from '../git/diff.ts';
import { aheadBehind, listRefs, mergeBase, resolveCommit } from '../git/refs.ts';
import { listed, ok } from '../http/answer.ts';
import { type RepositoryCall, type Route, reading } from '../http/route.ts';
import { notFound, Problem } from '../state/problem.ts';
import { viewCommit, viewCommitWithFiles, viewFile } from '../views/commit.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';
import { commitOf } from './git-data.ts';

export const commitRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/commits', async (call) => {
    const { world, repository, query } = call;
    if ((await listRefs(world.git, repository.path, 'refs/heads/')).length === 0)
      throw new Problem(409, 'Git Repository is empty.');
    const sha = await resolveCommit(world.git, repository.path, query['sha'] ?? repository.defaultBranch);
    if (sha === null) throw notFound();
    return listed(call, {
      items: await listCommits(world.git, { path: repository.path, revisions: [sha], file: query['path'] }),
      render: (commit) => viewCommit(world, repository, commit),
    });
  }),
  reading('GET /repos/{owner}/{repo}/commits/{ref}', async (call) => {
    const { world, repository } = call;
    const commit = await readCommit(
      world.git,
      repository.path,
      await commitOf(call, call.params['ref'] ?? ''),
    );
    if (!commit) throw notFound();
    const range = { from: commit.parents[0] ?? null, to: commit.sha };
    const files = await diffFiles(world.git, repository.path, range);
    return ok(viewCommitWithFiles(world, repository, { commit, files }));
  }),
  reading('GET /repos/{owner}/{repo}/compare/{basehead}', async (call) => {
    const [base, head] = await endsOf(call);
    return ok(await compare(call, { base, head }));
  }),
];

async function endsOf(call: RepositoryCall): Promise<[string, string]> {
  const { world, repository } = call;
  const names = (call.params['basehead'] ?? '').split('...').map((name) => withoutOwner(name));
  const shas = await Promise.all(names.map((name) => resolveCommit(world.git, repository.path, name)));
  const [base, head] = shas;
  if (names.length !== 2 || !base || !head) throw notFound();
  return [base, head];
}

/** `owner:branch` → `branch`: there is one repository of that name only. */
function withoutOwner(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

async function compare(
  { world, repository }: RepositoryCall,
  { base, head }: { base: string; head: string },
) {
  const { path } = repository;
  const common = await mergeBase(world.git, path, [base, head]);
  const [baseCommit, commonCommit] = await Promise.all([
    readCommit(world.git, path, base),
    common === null ? null : readCommit(world.git, path, common),
  ]);
  if (!baseCommit || !commonCommit) throw new Problem(404, 'No common ancestor between the two.');
  const { ahead, behind } = await aheadBehind(world.git, path, { base, head });
  const commits = await listCommits(world.git, { path, revisions: [`${base}..${head}`] });
  const files = await diffFiles(world.git, path, { from: commonCommit.sha, to: head });
  const page = `${repositoryPage(world, repository)}/compare/${base}...${head}`;
  return {
    url: `${repositoryUrl(world, repository)}/compare/${base}...${head}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: viewCommit(world, repository, baseCommit),
    merge_base_commit: viewCommit(world, repository, commonCommit),
    status: ahead && behind ? 'diverged' : ahead ? 'ahead' : behind ? 'behind' : 'identical',
    ahead_by: ahead,
    behind_by: behind,
    total_commits: commits.length,
    commits: commits.reverse().map((commit) => viewCommit(world, repository, commit)),
    files: files.map((file) => viewFile(world, repository, { file, sha: head })),
  };
}
