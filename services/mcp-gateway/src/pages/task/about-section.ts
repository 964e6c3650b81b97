import type { TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import { activityList } from '../fleet/running-section.ts';
import { dollars, short } from '../parts/amounts.ts';
import { gitHubLink } from '../parts/github-link.ts';
import { statusBadge } from '../parts/status-badge.ts';
import { whyWaiting } from '../parts/why-waiting.ts';
import type { TaskScene } from './task-scene.ts';

/** What a task is, how it stands, and what it has used. */
export function aboutSection({ task, activity }: TaskScene): Html {
  const { failure } = task;
  const why = whyWaiting(task);
  return html`<section id="about"><p>${statusBadge(task.status)} ${why}${failure !== null && html`<span class="bad">${failure.message}</span>`}</p>
<dl class="facts">${facts(task).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
${activity && activityList(activity)}</section>`;
}

function facts(task: TaskView): (readonly [name: string, value: Html])[] {
  const { usage } = task;
  const tokens = `${short(usage.input_tokens)} in, ${short(usage.output_tokens)} out`;
  return [
    ['Issue', gitHubLink(task.github_issue_url, `${task.repo}#${task.number}`)],
    ['Pull request', pullRequest(task)],
    ['Priority', html`${task.priority}`],
    ['Model', html`${task.model ?? "the repository's own"}`],
    ['Cost', html`${dollars(usage.cost_usd)}`],
    ['Tokens', html`${tokens}`],
    ['Branch', html`<code>${task.branch}</code>`],
    ['Host', html`${task.host ?? '–'}`],
    ...(task.parent_task_id === null
      ? []
      : [
          [
            'Follows up on',
            html`<a href="/tasks/${task.parent_task_id}">${task.parent_task_id}</a>`,
          ] as const,
        ]),
  ];
}

function pullRequest({ pr_url: url, pull }: TaskView): Html {
  if (url === null) return html`–`;
  return html`${gitHubLink(url, pull ? `#${pull.number}` : url)}${pull && ` ${pull.state}`}`;
}

/** The agent's own steps. */
export function checklistSection({ checklist }: TaskView): Html {
  if (checklist.length === 0) return html`<section id="checklist" hidden></section>`;
  const steps = checklist.map(
    ({ text, done }) =>
      html`<li class="${done ? 'done' : 'open'}"><span aria-hidden="true">${done ? '✓' : '○'}</span><span class="unseen">${done ? 'done: ' : 'to do: '}</span> <bdi>${text}</bdi></li>`,
  );
  return html`<section id="checklist" aria-labelledby="checklist-title"><h2 id="checklist-title">Steps</h2><ul class="checklist">${steps}</ul></section>`;
}
