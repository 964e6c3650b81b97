import { z } from 'zod';
import { readCommit } from '../git/commits.ts';
import {
  branchSha,
  deleteRef,
  isValidRef,
  listRefs,
  type Ref,
  resolveCommit,
  writeRef,
} from '../git/refs.ts';
import { created, listed, noContent, ok } from '../http/answer.ts';
import { parseBody } from '../http/parse-body.ts';
import { type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import type { Repository } from '../state/entities.ts';
import { notFound, Problem } from '../state/problem.ts';
import { absorbPush } from '../state/pushes.ts';
import type { World } from '../state/world.ts';
import { viewCommit } from '../views/commit.ts';
import { repositoryPage, repositoryUrl } from '../views/repository.ts';
import { nodeId } from '../views/user.ts';

const HEADS = 'refs/heads/';
const newRefSchema = z.object({ ref: z.string(), sha: z.string() });

export const gitDataRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/branches', async (call) => {
    const { world, repository } = call;
    const url = repositoryUrl(world, repository);
    return listed(call, {
      items: await listRefs(world.git, repository.path, HEADS),
      render: ({ name, sha }) => ({
        name: name.slice(HEADS.length),
        commit: { sha, url: `${url}/commits/${sha}` },
        protected: false,
      }),
    });
  }),
  reading('GET /repos/{owner}/{repo}/branches/{branch}', async ({ world, repository, params }) => {
    const name = params['branch'] ?? '';
    const sha = await branchSha(world.git, repository.path, name);
    const commit = sha && (await readCommit(world.git, repository.path, sha));
    if (!commit) throw new Problem(404, 'Branch not found');
    const url = `${repositoryUrl(world, repository)}/branches/${name}`;
    return ok({
      name,
      commit: viewCommit(world, repository, commit),
      _links: { self: url, html: `${repositoryPage(world, repository)}/tree/${name}` },
      protected: false,
      protection: {
        enabled: false,
        required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] },
      },
      protection_url: `${url}/protection`,
    });
  }),
  reading('GET /repos/{owner}/{repo}/git/ref/{ref}', async (call) => {
    const name = `refs/${call.params['ref']}`;
    const found = (await listRefs(call.world.git, call.repository.path, name)).find(
      (ref) => ref.name === name,
    );
    if (!found) throw notFound();
    return ok(viewRef(call.world, call.repository, found));
  }),
  reading('GET /repos/{owner}/{repo}/git/matching-refs/{ref}', async (call) =>
    listed(call, {
      items: await listRefs(call.world.git, call.repository.path, `refs/${call.params['ref']}`),
      render: (ref) => viewRef(call.world, call.repository, ref),
    }),
  ),
  writing('POST /repos/{owner}/{repo}/git/refs', 'write', async ({ world, repository, body, actor }) => {
    const { ref: name, sha } = parseBody(newRefSchema, body, 'Reference');
    await refuseRef(world, repository, { name, sha });
    await writeRef(world.git, repository.path, { name, sha });
    await absorbPush(world, repository, actor.user.login);
    return created(viewRef(world, repository, { name, sha }));
  }),
  writing('DELETE /repos/{owner}/{repo}/git/refs/{ref}', 'write', async (call) => {
    const { world, repository, actor } = call;
    const name = `refs/${call.params['ref']}`;
    const known = (await listRefs(world.git, repository.path, name)).some((ref) => ref.name === name);
    if (!known) throw new Problem(422, 'Reference does not exist');
    await deleteRef(world.git, repository.path, name);
    await absorbPush(world, repository, actor.user.login);
    return noContent();
  }),
];

/** The commit a call names, or GitHub's refusal. */
export async function commitOf({ world, repository }: RepositoryCall, name: string): Promise<string> {
  const sha = await resolveCommit(world.git, repository.path, name);
  if (sha === null) throw new Problem(422, `No commit found for SHA: ${name}`);
  return sha;
}

async function refuseRef(world: World, repository: Repository, { name, sha }: Ref): Promise<void> {
  if (!/^refs\/[^/]+\/./.test(name) || !(await isValidRef(world.git, name)))
    throw new Problem(422, 'Reference name is not valid');
  const refs = await listRefs(world.git, repository.path, name);
  if (refs.some((ref) => ref.name === name)) throw new Problem(422, 'Reference already exists');
  if (!/^[0-9a-f]{40}$/.test(sha) || (await readCommit(world.git, repository.path, sha)) === null)
    throw new Problem(422, 'Object does not exist');
}

function viewRef(world: World, repository: Repository, { name, sha }: Ref) {
  const url = `${repositoryUrl(world, repository)}/git`;
  return {
    ref: name,
    node_id: nodeId('Ref', `${repository.id}:${name}`),
    url: `${url}/${name}`,
    object: { sha, type: 'commit', url: `${url}/commits/${sha}` },
  };
}
