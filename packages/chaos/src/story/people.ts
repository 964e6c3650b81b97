import type { GitHubSimulator, PullSnapshot } from '@opencode-commander/simulators';
import { findMarker, type Marker, questionNumber } from '@opencode-commander/task';
import { BOT, HUMAN_MS, MARKER_KEY, PEOPLE } from '../world.ts';
import { asks } from './kinds.ts';
import { answerFile } from './script-of.ts';
import { repoOf, type Story } from './story.ts';

/** What people do about an issue as it stands; each thing once, whenever it is looked at. */
export async function actPeople(github: GitHubSimulator, story: Story): Promise<void> {
  const repo = repoOf(story);
  const issue = github.issue(repo, story.number);
  if (issue === null || issue.state === 'closed') return;
  if (story.kind === 'unanswered') forget(github, story);
  else if (asks(story.kind)) answerQuestions(github, story);
  if (story.kind === 'cycle') endCycle(github, story);
  if (issue.labels.includes('agent/running')) takeBack(github, story);
  const pull = github.pulls(repo).find((each) => each.author === BOT && isOf(each, story));
  if (pull !== undefined && pull.state === 'open') await judge(github, story, pull);
}

function isOf({ head }: PullSnapshot, { number }: Story): boolean {
  return head.startsWith(`agent/${number}-`);
}

function answerQuestions(github: GitHubSimulator, story: Story): void {
  const repo = repoOf(story);
  const { number } = story;
  const say = (body: string, by: string) => github.comment({ repo, number, by, body });
  if (story.kind === 'asks_early') once(story, 'early', () => say('blue', PEOPLE.maria));
  for (const { author, body } of github.comments(repo, number)) {
    const marker = author === BOT ? findMarker(body, MARKER_KEY) : null;
    if (marker === null || !isQuestion(marker)) continue;
    once(story, `${marker.task} ${marker.operation}`, () => {
      say('1', PEOPLE.maria);
      if (story.kind === 'asks_twice') say('2', PEOPLE.maria);
      if (story.kind === 'asks_two') say('2', PEOPLE.noor);
    });
  }
}

/**
 * By whichever clock the deadline is: one that is an hour behind would have the task wait for as long, and people give up
 * sooner.
 */
function forget(github: GitHubSimulator, story: Story): void {
  const repo = repoOf(story);
  const { number } = story;
  const asked = github
    .comments(repo, number)
    .find(({ author, body }) => author === BOT && isQuestion(findMarker(body, MARKER_KEY)));
  const isWaiting = github.issue(repo, number)?.labels.includes('agent/waiting') ?? false;
  if (asked === undefined || !isWaiting || Date.now() - Date.parse(asked.createdAt) < PATIENCE_MS) return;
  once(story, 'close', () => github.close({ repo, number, by: PEOPLE.maria }));
}

function isQuestion(marker: Marker | null): boolean {
  return marker !== null && questionNumber(marker.operation) > 0;
}

/** Several times as long as a question may wait. */
const PATIENCE_MS = 3 * HUMAN_MS;

/** Whoever reads that issues wait for each other does not want them any more. */
function endCycle(github: GitHubSimulator, story: Story): void {
  const target = { repo: repoOf(story), number: story.number, by: PEOPLE.maria };
  const operations = github
    .comments(target.repo, target.number)
    .map(({ author, body }) => (author === BOT ? findMarker(body, MARKER_KEY)?.operation : undefined));
  if (operations.includes('cycle')) once(story, 'close', () => github.close(target));
}

function takeBack(github: GitHubSimulator, story: Story): void {
  const target = { repo: repoOf(story), number: story.number, by: PEOPLE.maria };
  if (story.kind === 'cancelled')
    once(story, 'cancel', () => github.comment({ ...target, body: '/commander cancel' }));
  if (story.kind === 'closed') once(story, 'close', () => github.close(target));
}

async function judge(github: GitHubSimulator, story: Story, { number, labels }: PullSnapshot): Promise<void> {
  const target = { repo: repoOf(story), number };
  const shown = github.issue(target.repo, story.number)?.labels ?? [];
  // Before the issue says that there is something to review nobody looks.
  if (!shown.includes('agent/review')) return;
  if (story.kind === 'reviewed' && begin(story, 'review')) {
    const comments = [{ path: answerFile(story), line: 1, body: 'Say it in other words.' }];
    const review = { state: 'CHANGES_REQUESTED', body: 'Nearly.', comments } as const;
    await github.review({ ...target, by: PEOPLE.maria, ...review });
  }
  if (story.kind === 'check_fails' && begin(story, 'check'))
    github.failCheck({
      ...target,
      name: 'style',
      summary: 'A timeout, or so.',
      log: 'timed out',
      rerun: 'fail',
    });
  if (story.kind === 'merged' && labels.includes('agent-pr') && begin(story, 'merge'))
    await github.mergePull({ ...target, by: PEOPLE.maria });
}

function once({ done }: Story, what: string, act: () => void): void {
  if (done.has(what)) return;
  done.add(what);
  act();
}

function begin({ done }: Story, what: string): boolean {
  if (done.has(what)) return false;
  done.add(what);
  return true;
}
