import { type Html, html } from '../../html/html.ts';
import { formToken, type Viewer } from '../../html/layout.ts';

export type ActionForm = {
  /** Where it is sent. */
  action: string;
  content: Html;
  viewer: Viewer;
  /** Where to go on afterwards. */
  back: string;
  className?: string;
};

/** A form that has something done. */
export function actionForm({ action, content, viewer, back, className = 'inline' }: ActionForm): Html {
  return html`<form method="post" action="${action}" class="${className}">${formToken(viewer)}
<input type="hidden" name="back" value="${back}">${content}</form>`;
}

/** The same behind a second step, for what cannot be had back. */
export function confirmed({ id, question, form }: { id: string; question: string; form: Html }): Html {
  return html`<details id="${id}" class="confirm"><summary class="button danger">${question}</summary><div>${form}</div></details>`;
}
