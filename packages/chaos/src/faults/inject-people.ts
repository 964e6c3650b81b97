import { taskId } from '@opencode-commander/task';
import { repoOf, type Story } from '../story/story.ts';
import { PEOPLE, type World } from '../world.ts';
import { type FaultOf, type FaultSite, forAWhile, nthOf } from './fault-site.ts';

type PeopleFault = FaultOf<
  'rename' | 'archive' | 'branch_there' | 'pull_there' | 'base_forced' | 'close' | 'reply'
>;

/** What people do to an open issue, or to its repository, at a bad moment. */
export async function injectPeopleFault(site: FaultSite, fault: PeopleFault): Promise<boolean> {
  const story = nthOf(await site.open(), fault.nth);
  if (story === null) return false;
  const { github } = site.world;
  const repo = repoOf(story);
  const target = { repo, number: story.number, by: PEOPLE.maria };
  switch (fault.kind) {
    case 'close':
      github.close(target);
      story.touched.push('close');
      return true;
    case 'reply':
      github.comment({ ...target, body: 'green' });
      story.touched.push('reply');
      return true;
    case 'rename':
      return rename(site, repo);
    case 'archive':
      return archive(site, { repo, ms: fault.ms });
    case 'base_forced':
      return forceBase(site, story);
    case 'branch_there':
    case 'pull_there':
      return takeBranch(site.world, story, fault.kind);
  }
}

function storiesIn({ stories }: FaultSite, repo: string): Story[] {
  return stories.filter((story) => repoOf(story) === repo);
}

async function rename(site: FaultSite, repo: string): Promise<boolean> {
  const { github, repositories } = site.world;
  const [, name = ''] = repo.split('/');
  const { fullName } = await github.renameRepository({ repo, name: `${name}x` });
  for (const story of storiesIn(site, repo)) story.names.unshift(fullName);
  const found = repositories.find((each) => each.fullName === repo);
  if (found) found.fullName = fullName;
  return true;
}

async function archive(site: FaultSite, { repo, ms }: { repo: string; ms: number }): Promise<boolean> {
  const { github, repositories } = site.world;
  const archived = repositories.find((each) => each.fullName === repo);
  if (archived === undefined) return false;
  for (const story of storiesIn(site, repo)) story.touched.push('archive');
  return forAWhile(site, ms, {
    begin: () => {
      github.archive({ repo });
      archived.isArchived = true;
    },
    heal: () => {
      // It may be called something else by now.
      github.unarchive({ repo: archived.fullName });
      archived.isArchived = false;
    },
  });
}

async function forceBase(site: FaultSite, story: Story): Promise<boolean> {
  const { github, repositories } = site.world;
  const repo = repoOf(story);
  const rootSha = repositories.find((each) => each.fullName === repo)?.rootSha;
  if (rootSha === undefined) return false;
  for (const each of storiesIn(site, repo)) each.touched.push('base_forced');
  const files = { 'forced.md': 'History was written anew.\n' };
  await github.forcePush({ repo, branch: 'main', from: rootSha, files, message: 'Anew', by: PEOPLE.maria });
  return true;
}

/** Somebody else has the branch that the agent's work would go to. */
async function takeBranch(
  { github }: World,
  story: Story,
  kind: 'branch_there' | 'pull_there',
): Promise<boolean> {
  const repo = repoOf(story);
  const { host } = new URL(github.url);
  const head = `agent/${taskId({ host, repoId: story.repoId, number: story.number, round: 0 })}`;
  if (head in (await github.branches(repo))) return false;
  story.touched.push(kind);
  const files = { 'theirs.md': 'A branch of a person.\n' };
  await github.commit({ repo, branch: head, files, message: 'Ours', by: PEOPLE.maria });
  if (kind === 'pull_there') await github.openPull({ repo, head, title: 'Mine', by: PEOPLE.maria });
  return true;
}
