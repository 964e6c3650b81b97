import type { DemoWorld, FiledIssue } from './demo-world.ts';
import { PERSON } from './demo-world.ts';
import { DEMO_ISSUES, type DemoEncounter } from './issues.ts';

/** What a person, or a check, does about an issue while the demo runs; resolves once it is done. */
export async function meetPeople(world: DemoWorld, issue: FiledIssue, signal: AbortSignal): Promise<void> {
  const { meets } = DEMO_ISSUES[issue.name];
  if (meets !== null) await ENCOUNTERS[meets](world, issue, signal);
}

type Encounter = (world: DemoWorld, issue: FiledIssue, signal: AbortSignal) => Promise<void>;

const ENCOUNTERS: Record<DemoEncounter, Encounter> = {
  question: answerQuestion,
  review: requestChanges,
  failed_check: failCheck,
};

async function answerQuestion({ github }: DemoWorld, { repo, number }: FiledIssue, signal: AbortSignal) {
  await github.until(() => github.issue(repo, number)?.labels.includes('agent/waiting'), signal);
  github.comment({ repo, number, by: PERSON, body: '1' });
}

async function requestChanges(world: DemoWorld, issue: FiledIssue, signal: AbortSignal) {
  const pull = await untilReviewable(world, issue, signal);
  await world.github.review({
    repo: issue.repo,
    number: pull.number,
    by: PERSON,
    state: 'CHANGES_REQUESTED',
    body: 'Nearly there.',
    comments: [{ path: 'test/slug.test.js', line: 9, body: 'Please test a letter that has no accent, too.' }],
  });
}

async function failCheck(world: DemoWorld, issue: FiledIssue, signal: AbortSignal) {
  const pull = await untilReviewable(world, issue, signal);
  world.github.failCheck({
    repo: issue.repo,
    number: pull.number,
    name: 'style',
    summary: '1 problem',
    log: 'Checking docs/ ...\ndocs/glossary.md: write "hands its runs over"\n1 problem',
  });
}

/** The issue's pull request, once the issue says that it waits for review. */
async function untilReviewable({ github }: DemoWorld, { repo, number }: FiledIssue, signal: AbortSignal) {
  return github.until(() => {
    const isReviewable = github.issue(repo, number)?.labels.includes('agent/review');
    return isReviewable && github.pulls(repo).find(({ body }) => body.includes(`Closes #${number}`));
  }, signal);
}
