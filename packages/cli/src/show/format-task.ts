import type { OutputOf, TaskView } from '@opencode-commander/control';
import { activityLines } from './activity-lines.ts';
import { formatCount } from './format-count.ts';
import { formatDollars } from './format-dollars.ts';
import { formatQuestion } from './format-question.ts';
import { issueOf, type Showing } from './format-status.ts';
import { plain } from './plain.ts';
import { relativeTime } from './relative-time.ts';
import { waitingFor } from './waiting-for.ts';
import { wrap } from './wrap.ts';

type Shown = OutputOf<'tasks.show'>;

/** How one task stands, as lines for people. */
export function formatTask({ task, activity }: Shown, { now, columns, paint }: Showing): string[] {
  const { id, title, question, checklist } = task;
  const asked = question === null ? [] : formatQuestion(question, { id, now });
  const parts = [
    labelled('Task', [`${id}, ${task.priority}`]),
    labelled('Status', [statusOf(task, now), ...activityLines({ activity })]),
    labelled('Why', [task.failure?.message ?? waitingFor(task, now) ?? []].flat()),
    labelled('Asks', asked),
    labelled('Pull', task.pr_url === null ? [] : [pullOf(task)]),
    labelled('Branch', [branchOf(task)]),
    labelled('Model', task.model === null ? [] : [task.model]),
    labelled('Cost', [costOf(task)]),
    labelled('Issue', [task.github_issue_url]),
    labelled(
      'Steps',
      checklist.map(({ text, done }) => `${done ? '[x]' : '[ ]'} ${text}`),
    ),
  ];
  const lines = parts.flat().flatMap((line) => wrap(plain(line), columns, WIDTH));
  return [paint.bold(plain(`${issueOf(task)} ${title}`)), ...lines];
}

const WIDTH = 'Status '.length;

/** The first line behind its label, the others below it. */
function labelled(label: string, lines: readonly string[]): string[] {
  return lines.map((line, i) => (i === 0 ? label : '').padEnd(WIDTH) + line);
}

function statusOf({ status, host, attempts, started_at, finished_at }: TaskView, now: Date): string {
  const where = host === null ? '' : ` on ${host}`;
  const started = started_at === null ? '' : `, started ${relativeTime(started_at, now)}`;
  const ended = finished_at === null ? '' : `, ended ${relativeTime(finished_at, now)}`;
  return `${status}${where}${started}${ended}${attempts > 1 ? `, attempt ${attempts}` : ''}`;
}

function pullOf({ pr_url, pull }: TaskView): string {
  return pull === null ? `${pr_url}` : `${pr_url}, ${pull.state}`;
}

function branchOf({ branch, commits }: TaskView): string {
  return `${branch}, ${commits === 1 ? '1 commit' : `${commits} commits`}`;
}

function costOf({ usage: { cost_usd, input_tokens, output_tokens } }: TaskView): string {
  return `${formatDollars(cost_usd)}, tokens ${formatCount(input_tokens)} in, ${formatCount(output_tokens)} out`;
}
