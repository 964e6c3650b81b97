import { fullName, type Repository } from '../state/entities.ts';
import { type Html, html } from './html.ts';
import { labelChip } from './parts.ts';

/** A form to file an issue; `canLabel` offers the repository's labels. */
export function newIssuePage(repository: Repository, canLabel: boolean): Html {
  return html`<main class="narrow">
<h1>New issue</h1>
<form class="reply" method="post" action="/${fullName(repository)}/issues">
<label for="title">Title</label>
<input id="title" name="title" required maxlength="256" autofocus>
<label for="body">Description</label>
<textarea id="body" name="body" rows="10" placeholder="Markdown works"></textarea>
${canLabel ? labelChoice(repository) : null}
<div class="buttons"><button class="primary">Create</button></div>
</form>
</main>`;
}

function labelChoice({ labels }: Repository): Html {
  return html`<fieldset><legend>Labels</legend>${labels.map((label) => html`<label class="choice"><input type="checkbox" name="labels" value="${label.name}"> ${labelChip(label)}</label>`)}</fieldset>`;
}
