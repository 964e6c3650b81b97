import type { IssueSnapshot } from '@opencode-commander/simulators';
import { isTerminal, type Task, taskId } from '@opencode-commander/task';
import { isTold } from '../check/is-told.ts';
import { seeComments } from '../check/see-comments.ts';
import { Random } from '../random.ts';
import { PEOPLE, type World } from '../world.ts';
import { ALL_KINDS, type Kind } from './kinds.ts';
import { actPeople } from './people.ts';
import { scriptOf } from './script-of.ts';
import { repoOf, type Story } from './story.ts';

/** The issues of a run. */
export type Population = {
  stories: readonly Story[];
  /** Files the next issue. */
  file(): Story;
  /** Has people do what they do as things stand. */
  act(): Promise<void>;
  /** Those that have no ending yet. */
  open(): Promise<Story[]>;
};

/** Which issue comes when is decided by the seed. */
export function createPopulation(world: World, seed: number): Population {
  const random = new Random(seed + 1);
  const stories: Story[] = [];
  return {
    stories,
    file() {
      // Every kind comes before one comes again.
      const kind = ALL_KINDS[(stories.length + seed) % ALL_KINDS.length] ?? 'plain';
      const repository = world.repositories[random.below(world.repositories.length)];
      if (repository === undefined) throw new Error('there is no repository');
      const story = write(world, { kind, repository });
      const filed = kind === 'cycle' ? inCycle(world, story, write(world, { kind, repository })) : [story];
      for (const each of filed) {
        stories.push(each);
        give(world, each);
      }
      return story;
    },
    async act() {
      for (const story of stories) await actPeople(world.github, story);
    },
    async open() {
      const ended = await Promise.all(stories.map((story) => hasEnded(world, story)));
      return stories.filter((_, i) => !ended[i]);
    },
  };
}

type Wanted = { kind: Kind; repository: World['repositories'][number] };

/** A new issue, which nobody has given to an agent yet. */
function write({ github }: World, { kind, repository }: Wanted): Story {
  const { id: repoId, fullName: repo, isArchived } = repository;
  const issue = { repo, title: `Do ${kind}`, body: 'Please.', author: PEOPLE.maria };
  const { number } = github.fileIssue(issue);
  const touched = isArchived ? ['archive'] : [];
  return { kind, repoId, number, names: [repo], touched, done: new Set() };
}

function inCycle({ github }: World, one: Story, other: Story): [Story, Story] {
  const blocks = ({ number }: Story, body: string) =>
    github.editIssue({ repo: repoOf(one), number, by: PEOPLE.maria, body });
  blocks(one, `Depends on #${other.number}.`);
  blocks(other, `Depends on #${one.number}.`);
  return [one, other];
}

function give({ github, model }: World, story: Story): void {
  model.addScript(scriptOf(story));
  const add = ['agent', ...(story.kind === 'critical' ? ['priority/critical'] : [])];
  github.changeLabels({ repo: repoOf(story), number: story.number, by: PEOPLE.maria, add });
}

const FOLLOW_UPS = 6;

/** The issue's own task and its follow-ups, as far as Redis has them. */
export async function tasksOf({ github, store }: World, { repoId, number }: Story): Promise<Task[]> {
  const { host } = new URL(github.url);
  const rounds = Array.from({ length: FOLLOW_UPS }, (_, round) => taskId({ host, repoId, number, round }));
  return (await Promise.all(rounds.map((id) => store.get(id)))).filter((task) => task !== null);
}

async function hasEnded(world: World, story: Story): Promise<boolean> {
  const tasks = await tasksOf(world, story);
  const issue = world.github.issue(repoOf(story), story.number);
  const [root] = tasks;
  // A record may be lost with all others; what the issue shows stays.
  if (root === undefined) return showsItsEnd(issue);
  // Nobody looks at a closed issue any more.
  const isSaid = issue?.state === 'closed' || isTold(root, seeComments(world, repoOf(story), story.number));
  return isSaid && tasks.every(({ status }) => isTerminal(status)) && !isOwed(story, tasks);
}

/** One that was closed has no label of ours, but `agent`. */
function showsItsEnd(issue: IssueSnapshot | null): boolean {
  const shown = issue?.labels.filter((name) => name.startsWith('agent/')) ?? [];
  return shown.length === 0 ? issue?.state === 'closed' : shown.some((name) => ENDED_LABELS.includes(name));
}

/** Whether something has yet to come of what people did with the pull request. */
function isOwed({ kind, touched }: Story, [root, ...followUps]: readonly Task[]): boolean {
  if (root?.status !== 'completed' || touched.some((fault) => fault !== 'reply')) return false;
  if (kind === 'merged') return root.pull?.state !== 'merged';
  if (kind === 'reviewed' || kind === 'check_fails') return followUps.length === 0;
  return false;
}

const ENDED_LABELS = ['agent/review', 'agent/done', 'agent/failed'];
