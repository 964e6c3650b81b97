import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { IssueSnapshot, PullSnapshot } from '@opencode-commander/simulators';
import { findMarker, type Task } from '@opencode-commander/task';
import { asks, KINDS } from '../story/kinds.ts';
import { tasksOf } from '../story/population.ts';
import { answerFile } from '../story/script-of.ts';
import { repoOf, type Story } from '../story/story.ts';
import { BOT, MARKER_KEY, type World } from '../world.ts';
import { seeComments } from './see-comments.ts';
import type { IssueSeen, PullSeen, ThreadSeen } from './snapshot.ts';

/** Looks at everything there is about an issue. */
export async function seeIssue(world: World, story: Story): Promise<IssueSeen> {
  const { github } = world;
  const repo = repoOf(story);
  const issue = github.issue(repo, story.number);
  if (issue === null) throw new Error(`${repo} has no issue ${story.number}`);
  const tasks = await tasksOf(world, story);
  const pulls = github.pulls(repo).filter(({ head }) => head.startsWith(`agent/${story.number}-`));
  return {
    reference: `${repo}#${story.number}`,
    kind: story.kind,
    mayEnd: KINDS[story.kind],
    owesFollowUp: story.done.has('review') || story.done.has('check'),
    touched: story.touched,
    issue: { ...seeThread(world, repo, issue), state: issue.state },
    pulls: pulls.map((pull) => seePull(world, repo, pull)),
    tasks,
    answered: asks(story.kind) ? await seeAnswer(world, story, tasks) : null,
  };
}

function seeThread(world: World, repo: string, { number, labels }: IssueSnapshot): ThreadSeen {
  return { number, labels, comments: seeComments(world, repo, number) };
}

function seePull(world: World, repo: string, pull: PullSnapshot): PullSeen {
  const isOurs = pull.author === BOT;
  const marker = isOurs ? findMarker(pull.body, MARKER_KEY) : null;
  return { ...seeThread(world, repo, pull), isOurs, marker, head: pull.head, state: pull.state };
}

/** The first word counts, and people say blue first, unless a fault had somebody say green. */
async function seeAnswer(
  { github }: World,
  story: Story,
  [root]: readonly Task[],
): Promise<IssueSeen['answered']> {
  if (root?.status !== 'completed') return null;
  const { path } = github.repository(repoOf(story));
  const args = [`--git-dir=${path}`, 'show', `refs/heads/${root.branch}:${answerFile(story)}`];
  const shown = await promisify(execFile)('git', args).catch(() => null);
  const mayBe = story.touched.includes('reply') ? ['blue', 'green'] : ['blue'];
  return shown === null ? null : { mayBe, is: shown.stdout.trim() };
}
