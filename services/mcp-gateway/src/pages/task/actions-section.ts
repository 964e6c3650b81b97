import type { PauseView, TaskView } from '@opencode-commander/control';
import { isTerminal, PRIORITIES } from '@opencode-commander/task';
import { type Html, html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { actionForm, confirmed } from '../parts/action-form.ts';
import { dollars } from '../parts/amounts.ts';

/** What a viewer may choose from. */
export type TaskChoices = {
  /** `models.allowed`; null when any model may be chosen. */
  allowedModels: readonly string[] | null;
  pauses: readonly PauseView[];
};

/** Buttons for what can be done with a task as it stands. */
export function actionsSection(task: TaskView, viewer: Viewer, choices: TaskChoices): Html {
  const back = `/tasks/${task.id}`;
  const form = (name: string, content: Html, className?: string) =>
    actionForm({ action: `${back}/${name}`, viewer, back, content, ...(className && { className }) });
  const isOver = isTerminal(task.status);
  const canRetry = task.status === 'failed' || task.status === 'cancelled' || task.status === 'queued';
  return html`<section id="actions" aria-labelledby="actions-title"><h2 id="actions-title">Steer</h2><div id="steer" class="actions" data-keep>
${canRetry && form('retry', html`<button>${isOver ? 'Try again' : 'Try now'}</button>`)}
${!isOver && form('priority', priorityField(task))}
${!isOver && form('model', modelField(task, choices))}
${!isOver && form('budget', budgetField(task, viewer))}
${pauseRepository(task, viewer, choices)}
${!isOver && cancel(task, (content) => form('cancel', content, 'stack'))}
</div></section>`;
}

function priorityField({ priority }: TaskView): Html {
  const options = PRIORITIES.map(
    (each) => html`<option${each === priority && html` selected`}>${each}</option>`,
  );
  return html`<label for="priority">Priority</label><select id="priority" name="priority">${options}</select><button>Change<span class="unseen"> the priority</span></button>`;
}

function modelField({ model }: TaskView, { allowedModels }: TaskChoices): Html {
  const field =
    allowedModels === null
      ? html`<input id="model" name="model" value="${model ?? ''}" placeholder="provider/model">`
      : html`<select id="model" name="model"><option value="">the repository's own</option>${allowedModels.map((each) => html`<option${each === model && html` selected`}>${each}</option>`)}</select>`;
  return html`<label for="model">Model</label>${field}<button>Choose<span class="unseen"> the model</span></button>`;
}

/** A form that is sent twice adds once. */
function budgetField({ usage }: TaskView, { showing }: Viewer): Html {
  return html`<input type="hidden" name="request" value="${showing}"><label for="usd">Dollars</label><input id="usd" name="usd" type="number" min="0.01" max="1000000" step="0.01" inputmode="decimal" required><button>Add<span class="unseen"> to its budget</span></button> <span class="soft">${dollars(usage.cost_usd)} spent</span>`;
}

function pauseRepository({ id, repo }: TaskView, viewer: Viewer, { pauses }: TaskChoices): Html {
  const isPaused = pauses.some(
    ({ scope, name }) => scope === 'repository' && name?.toLowerCase() === repo.toLowerCase(),
  );
  const name = isPaused ? 'Resume' : 'Pause';
  return actionForm({
    action: isPaused ? '/resume' : '/pause',
    viewer,
    back: `/tasks/${id}`,
    content: html`<input type="hidden" name="repo" value="${repo}"><button>${name} ${repo}</button>`,
  });
}

function cancel({ id }: TaskView, form: (content: Html) => Html): Html {
  const content = html`<label for="reason">Why (for its log)</label><input id="reason" name="reason" maxlength="500"><button class="danger">Yes, cancel ${id}</button>`;
  return confirmed({ id: 'cancel', question: 'Cancel …', form: form(content) });
}
