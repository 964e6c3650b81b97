import type { Config } from '@opencode-commander/config';
import type { TaskStore } from '@opencode-commander/queue';
import { statusLabel, type Task, type TaskEvent, taskId } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { formatEvent } from '../show/format-event.ts';
import { createPaint } from '../show/paint.ts';
import { type DemoWorld, type FiledIssue, labelIssue } from './demo-world.ts';
import { followTask } from './follow-task.ts';
import { DEMO_ISSUES, type ExpectedStatus } from './issues.ts';
import { meetPeople } from './people.ts';

type Watching = { issues: readonly FiledIssue[]; world: DemoWorld; config: Config; store: TaskStore };

/** What came of an issue, and of the follow-up on its pull request where there was to be one. */
export type IssueOutcome = { task: Task; followUp: Task | null; expected: ExpectedStatus };

/** Shows what happens to each issue until all have ended and GitHub shows it; labels the late one meanwhile. */
export async function watchIssues(cli: Cli, watching: Watching): Promise<IssueOutcome[]> {
  const labelLateOnes = onceBusy(watching);
  const paint = createPaint(cli.terminal.stderr, cli.env);
  return Promise.all(
    watching.issues.map(async (issue) => {
      const { signal } = cli.scope;
      const follow = (round: number, number: number) => {
        const name = paint.cyan(`${issue.repo}#${number}`);
        const onEvent = (event: TaskEvent) => {
          for (const line of formatEvent(event, paint)) cli.say(`${name} ${line}`);
          labelLateOnes(event);
        };
        return followTask(watching.store, { id: idOf(issue, watching.config, round), signal, onEvent });
      };
      const met = meetPeople(watching.world, issue, signal);
      const task = await follow(0, issue.number);
      await untilShown(watching.world, issue, { task, signal });
      await met;
      const { meets, expected } = DEMO_ISSUES[issue.name];
      if (meets !== 'review' && meets !== 'failed_check') return { task, followUp: null, expected };
      // Everywhere a follow-up is called after its pull request.
      const followUp = await follow(1, task.pull?.number ?? issue.number);
      return { task, followUp, expected };
    }),
  );
}

function idOf({ repoId, number }: FiledIssue, { github }: Config, round: number): string {
  return taskId({ host: github.host, repoId, number, round });
}

/** Labels the issues that were left unlabelled as soon as so many runs have begun as there are slots: long before one is free again. */
function onceBusy({ issues, world, config }: Watching): (event: TaskEvent) => void {
  const late = issues.filter(({ name }) => DEMO_ISSUES[name].isLabelledLater);
  const enough = Math.min(config.containers.maxConcurrent, issues.length - late.length);
  let begun = 0;
  return (event) => {
    if (event.type !== 'status' || event.status !== 'dispatched') return;
    begun += 1;
    if (begun < enough) return;
    for (const issue of late.splice(0)) labelIssue(world, issue, config.github.triggerLabel);
  };
}

/** The outbox is the last to know: the issue's label and comment come a moment after the record. */
async function untilShown(
  { github }: DemoWorld,
  { repo, number }: FiledIssue,
  { task, signal }: { task: Task; signal: AbortSignal },
): Promise<void> {
  const label = statusLabel(task) ?? '';
  const isShown = () =>
    github.issue(repo, number)?.labels.includes(label) === true && github.comments(repo, number).length >= 2;
  await github.until(isShown, signal);
}
