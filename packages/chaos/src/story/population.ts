import type { IssueSnapshot } from '@opencode-commander/simulators';
import { isTerminal, type Task, taskId } from '@opencode-commander/task';
import { createRandom } from '../random.ts';
import { PEOPLE, type World } from '../world.ts';
import { ALL_KINDS } from './kinds.ts';
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
  const random = createRandom(seed + 1);
  const stories: Story[] = [];
  return {
    stories,
    file() {
      // Every kind comes before one comes again.
      const kind = ALL_KINDS[(stories.length + seed) % ALL_KINDS.length] ?? 'plain';
      const repository = world.repositories[random.below(world.repositories.length)];
      if (repository === undefined) throw new Error('there is no repository');
      const { id: repoId, fullName: repo, isArchived } = repository;
      const labels = ['agent', ...(kind === 'critical' ? ['priority/critical'] : [])];
      const { number } = world.github.fileIssue({
        repo,
        title: `Do ${kind}`,
        body: 'Please.',
        author: PEOPLE.maria,
      });
      const story: Story = {
        kind,
        repoId,
        number,
        names: [repo],
        touched: isArchived ? ['archive'] : [],
        done: new Set(),
      };
      stories.push(story);
      world.model.addScript(scriptOf(story));
      world.github.changeLabels({ repo, number, by: PEOPLE.maria, add: labels });
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

const FOLLOW_UPS = 6;

/** The issue's own task and its follow-ups, as far as Redis has them. */
export async function tasksOf({ github, store }: World, { repoId, number }: Story): Promise<Task[]> {
  const { host } = new URL(github.url);
  const rounds = Array.from({ length: FOLLOW_UPS }, (_, round) => taskId({ host, repoId, number, round }));
  return (await Promise.all(rounds.map((id) => store.get(id)))).filter((task) => task !== null);
}

async function hasEnded(world: World, story: Story): Promise<boolean> {
  const tasks = await tasksOf(world, story);
  // A record may be lost with all others; what the issue shows stays.
  if (tasks.length === 0) return showsItsEnd(world.github.issue(repoOf(story), story.number));
  return tasks.every(({ status }) => isTerminal(status)) && !isOwed(story, tasks);
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
