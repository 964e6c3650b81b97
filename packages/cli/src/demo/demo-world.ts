import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReleaseStack } from '@opencode-commander/service';
import {
  forIssue,
  type GitHubSimulator,
  inPrompt,
  type ModelSimulator,
  type Script,
  type SeedRepository,
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
  /** `owner/name` and numeric id of the repositories issues are filed in; `self` only where its source is a git repository. */
  repositories: { self: DemoRepository | null; slugger: DemoRepository };
};

type DemoRepository = { id: number; fullName: string };

/** How the simulators are reached; on any free port of loopback unless it says otherwise. */
export type DemoAddresses = {
  host: string;
  githubPort: number;
  modelPort: number;
  /** What GitHub's answers call it. */
  urls: { web: string; api: string };
};

/** An issue that was filed. */
export type FiledIssue = { name: DemoIssueName; repo: string; repoId: number; number: number };

type Making = {
  directory: string;
  /** A clone of it is the repository `self`; null where there is none. */
  source: string | null;
  topic: string;
  /** What commander acts with, and what the model wants. */
  secrets: { token: string; modelKey: string };
  addresses?: DemoAddresses;
  stack: ReleaseStack;
};

const OWNER = 'acme';
/** Files the issues, answers and reviews. */
export const PERSON = 'maria';
/** Whoever looks on may act as that person. */
const PERSON_TOKEN = 'demo-of-maria';
const BOT = 'commander-bot';

/** Starts both simulators and gives GitHub a clone of the repository at `source`, and a smaller one. */
export async function makeDemoWorld(making: Making): Promise<DemoWorld> {
  const { directory, source, topic, secrets, addresses, stack } = making;
  const { token, modelKey } = secrets;
  await mkdir(join(directory, 'github'));
  const { host, githubPort: port, modelPort, urls } = addresses ?? {};
  const where = { ...(host && { host }), ...(port && { port }), ...(urls && { urls }) };
  const github = await startGitHubSimulator({ directory: join(directory, 'github'), ...where });
  stack.defer('the GitHub simulator', () => github.stop());
  const listen = { ...(host && { host }), ...(modelPort && { port: modelPort }) };
  const model = await startModelSimulator({ apiKey: modelKey, ...listen });
  stack.defer('the model simulator', () => model.stop());
  github.addUser({ login: PERSON, token: PERSON_TOKEN });
  github.addUser({ login: BOT, token, type: 'Bot' });
  const topics = [topic];
  const self = { owner: OWNER, name: 'opencode-commander', topics };
  const slugger = { owner: OWNER, name: 'slugger', topics, files: SLUGGER };
  const repositories = {
    self: source === null ? null : await addRepository(github, { ...self, from: source }),
    slugger: await addRepository(github, slugger),
  };
  return { github, model, ...secrets, repositories };
}

async function addRepository(github: GitHubSimulator, seed: SeedRepository): Promise<DemoRepository> {
  const repository = await github.addRepository(seed);
  for (const login of [PERSON, BOT]) github.addCollaborator({ repo: repository.fullName, login });
  return repository;
}

/** Files every demo issue of the repositories there are, and gives the model its script for each. */
export function fileDemoIssues(world: DemoWorld, triggerLabel: string): FiledIssue[] {
  return demoIssueNames.flatMap((name) => {
    const { repository, title, body, priority, isLabelledLater } = DEMO_ISSUES[name];
    const found = world.repositories[repository];
    if (found === null) return [];
    const { id: repoId, fullName: repo } = found;
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
