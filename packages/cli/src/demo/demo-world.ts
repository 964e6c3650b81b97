import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  inPrompt,
  type ModelSimulator,
  type Script,
  startGitHubSimulator,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { FOLLOW_UP_STEPS } from './follow-up-scripts.ts';
import { DEMO_ISSUES, type DemoIssueName, demoIssueNames } from './issues.ts';
import { DEMO_STEPS } from './scripts.ts';
import { SLUGGER } from './slugger.ts';

/** What is simulated in the demo: GitHub's servers with two repositories, and the model's brain. */
export type DemoWorld = {
  github: GitHubSimulator;
  model: ModelSimulator;
  /** The token commander acts with. */
  token: string;
  /** The key that the model wants. */
  modelKey: string;
  /** `owner/name` and numeric id of the repositories issues are filed in. */
  repositories: Record<'self' | 'slugger', { id: number; fullName: string }>;
};

/** An issue that was filed. */
export type FiledIssue = { name: DemoIssueName; repo: string; repoId: number; number: number };

type Making = { directory: string; source: string; topic: string; random: () => string; stack: ReleaseStack };

const OWNER = 'acme';
/** Files the issues, answers and reviews. */
export const PERSON = 'maria';
const BOT = 'commander-bot';

/** Starts both simulators and gives GitHub a clone of the repository at `source`, and a smaller one. */
export async function makeDemoWorld({ directory, source, topic, random, stack }: Making): Promise<DemoWorld> {
  const [token, modelKey] = [random(), random()];
  await mkdir(join(directory, 'github'));
  const github = await startGitHubSimulator({ directory: join(directory, 'github') });
  stack.defer('the GitHub simulator', () => github.stop());
  const model = await startModelSimulator({ apiKey: modelKey });
  stack.defer('the model simulator', () => model.stop());
  github.addUser({ login: PERSON });
  github.addUser({ login: BOT, token, type: 'Bot' });
  const topics = [topic];
  const self = await github.addRepository({ owner: OWNER, name: 'opencode-commander', topics, from: source });
  const slugger = await github.addRepository({ owner: OWNER, name: 'slugger', topics, files: SLUGGER });
  for (const { fullName } of [self, slugger]) {
    for (const login of [PERSON, BOT]) github.addCollaborator({ repo: fullName, login });
  }
  return { github, model, token, modelKey, repositories: { self, slugger } };
}

/** Files every demo issue and gives the model its script for each. */
export function fileDemoIssues(world: DemoWorld, triggerLabel: string): FiledIssue[] {
  return demoIssueNames.map((name) => {
    const { repository, title, body, priority, isLabelledLater } = DEMO_ISSUES[name];
    const { id: repoId, fullName: repo } = world.repositories[repository];
    const labels = [`priority/${priority}`, ...(isLabelledLater ? [] : [triggerLabel])];
    const { number } = world.github.fileIssue({ repo, title, body, labels, author: PERSON });
    for (const script of scriptsOf(name, `${repo}#${number}`)) world.model.addScript(script);
    return { name, repo, repoId, number };
  });
}

/** What a person does while the others run. */
export function labelIssue({ github }: DemoWorld, { repo, number }: FiledIssue, label: string): void {
  github.changeLabels({ repo, number, by: PERSON, add: [label] });
}

function scriptsOf(name: DemoIssueName, reference: string): Script[] {
  const match = forIssue(reference);
  const followUp = FOLLOW_UP_STEPS[name];
  return [
    { name, match, steps: DEMO_STEPS[name] },
    ...(followUp
      ? [{ name: `${name} again`, match, from: inPrompt(followUp.heading), steps: followUp.steps }]
      : []),
  ];
}
