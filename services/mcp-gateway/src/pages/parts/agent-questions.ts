import type { QuestionView } from '@opencode-commander/control';
import { type Html, html } from '../../html/html.ts';

type Question = QuestionView['questions'][number];

/** What an agent asks. A single question with one choice is answered by a press of a button. */
export function agentQuestions(questions: readonly Question[], key: string): Html {
  const [only] = questions;
  if (questions.length === 1 && only !== undefined && !only.multiple) return single(only, key);
  return html`${questions.map((question, i) => several(question, { i, key }))}<div class="buttons"><button class="primary">Answer</button></div>`;
}

function single({ question, options, custom }: Question, key: string): Html {
  const buttons = options.map(
    (label, i) => html`<button name="pick" value="${i}" formnovalidate><bdi>${label}</bdi></button>`,
  );
  const isFree = custom || options.length === 0;
  return html`<fieldset><legend><bdi>${question}</bdi></legend>
<div class="buttons">${buttons}</div>
${isFree && html`${wordsField(0, { key, isRequired: true })}<div class="buttons"><button class="primary">Answer</button></div>`}</fieldset>`;
}

function several(
  { question, options, multiple, custom }: Question,
  { i, key }: { i: number; key: string },
): Html {
  const type = multiple ? 'checkbox' : 'radio';
  const choices = options.map(
    (label, value) =>
      html`<label class="choice"><input type="${type}" name="choice-${i}" value="${value}"> <bdi>${label}</bdi></label>`,
  );
  const isFree = custom || options.length === 0;
  return html`<fieldset><legend><bdi>${question}</bdi></legend>${choices}${isFree && wordsField(i, { key, isRequired: options.length === 0 })}</fieldset>`;
}

function wordsField(i: number, { key, isRequired }: { key: string; isRequired: boolean }): Html {
  return html`<label for="words-${key}-${i}">In your own words</label>
<textarea id="words-${key}-${i}" name="words-${i}" rows="2" maxlength="10000"${isRequired && html` required`}></textarea>`;
}
