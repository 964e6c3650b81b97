import type { QuestionView, TaskView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import { actionForm } from './action-form.ts';
import { agentQuestions } from './agent-questions.ts';
import { gitHubLink } from './github-link.ts';
import { time } from './time.ts';

type Asked = Pick<TaskView, 'id' | 'question'>;

/** What a task asks, with a form that answers it; nothing once it goes on. */
export function questionBox({ id, question }: Asked, to: { viewer: Viewer; back: string }): Html | null {
  if (question === null) return null;
  const key = `${id}-${question.number}`;
  const asked = question.kind === 'question' ? null : html`<p><bdi>${question.summary}</bdi></p>`;
  const number = html`<input type="hidden" name="question" value="${question.number}">`;
  const form = actionForm({
    ...to,
    action: `/tasks/${id}/answer`,
    className: 'stack',
    content: html`${number}${fields(question, key)}`,
  });
  return html`<div id="question-${key}" data-keep>${asked}${form}
<p class="soft">asked ${time(question.asked_at)}, gives up ${time(question.deadline)}; ${gitHubLink(question.answer_at, 'on GitHub')}</p></div>`;
}

function fields({ kind, questions }: QuestionView, key: string): Html {
  switch (kind) {
    case 'question':
      return agentQuestions(questions, key);
    case 'permission':
    case 'edited':
      return html`<div class="buttons">${decision('approve', 'Approve')}${decision('deny', 'Deny')}</div>`;
    case 'rounds':
      return html`<div class="buttons">${decision('continue', 'One more')}${decision('deny', 'No more')}</div>`;
    case 'budget':
      return html`<label for="usd-${key}">Dollars to add</label><input id="usd-${key}" name="usd" type="number" min="0.01" max="1000000" step="0.01" inputmode="decimal" required>
<div class="buttons">${decision('continue', 'Go on')}${decision('deny', 'Stop the task')}</div>`;
  }
}

function decision(value: 'approve' | 'continue' | 'deny', name: string): Html {
  const kind = value === 'deny' ? html`formnovalidate` : html`class="primary"`;
  return html`<button name="decision" value="${value}" ${kind}>${name}</button>`;
}
