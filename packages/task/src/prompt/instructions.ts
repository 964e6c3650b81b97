import type { FollowUp } from '../follow-up.ts';
import type { Task } from '../task.ts';
import type { PromptContext } from './render-prompt.ts';

/** What the agent is to do and how, the same for every task but for what a follow-up is about. */
export function instructionsSection(task: Task, { baseBranch, setup }: PromptContext): string {
  const { followUp } = task;
  return [
    '## Instructions',
    ...(followUp === null ? ownWork(task, baseBranch) : followedWork(task, followUp, baseBranch)),
    '- Run the tests that concern your change and mend what they find.',
    ...(setup === null ? [] : [`- To prepare this repository and run its tests: ${setup}`]),
    '- Commit with clear messages, then `git push` to `origin`. Work that is not pushed is lost.',
    '- There is no network but `origin`.',
    '- Where a decision belongs to a person, ask with the question tool, and with nothing else: give options where you can,',
    '  and ask everything at once. An answer can take hours. Ask only what you cannot find out and only people can decide.',
    '- You have no access to GitHub: `commander_read_issue` reads your issue and those it mentions, `commander_report_progress`',
    '  shows people your steps, and `commander_ask_human` asks them where you have no question tool: end your turn after it.',
    followUp === null
      ? `- When you are done, a pull request against \`${baseBranch}\` is made from what you pushed; you cannot make one.`
      : '- When you are done, what you pushed is on the pull request.',
  ].join('\n');
}

function ownWork({ branch }: Task, baseBranch: string): string[] {
  return [
    `- You are on the branch \`${branch}\`, made from \`${baseBranch}\`. Stay on it: no other branch can be pushed.`,
    '- Make the change described, no more and no less, in the style of the code around it.',
  ];
}

function followedWork({ branch }: Task, { kind }: FollowUp, baseBranch: string): string[] {
  return [
    `- You are on the branch \`${branch}\` of the pull request against \`${baseBranch}\`. Stay on it: no other branch can be pushed.`,
    '- Add new commits; never rewrite those that are there.',
    ...WORK[kind](baseBranch),
  ];
}

const WORK: Readonly<Record<FollowUp['kind'], (baseBranch: string) => string[]>> = {
  review: () => [
    '- Work on every comment of the review. Where you disagree, leave the code and be ready to say why: each comment gets an',
    '  answer afterwards.',
  ],
  checks: () => [
    '- Find out why the checks failed and mend the cause, never the check: no test is weakened, skipped or removed for it.',
    '- Where the cause is not in this change, leave it and say so.',
  ],
  conflict: (baseBranch) => [
    `- Bring the base in with \`git fetch origin\` and \`git merge origin/${baseBranch}\`, and resolve every conflict so that both`,
    '  sides keep what they meant. Commit the merge.',
  ],
  command: () => [
    '- Do what is asked under "Request", no more and no less, in the style of the code around it.',
  ],
};
