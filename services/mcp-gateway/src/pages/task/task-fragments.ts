import { type Html, html } from '../../html/html.ts';
import type { Viewer } from '../../html/layout.ts';
import type { Fragment } from '../live/fragment.ts';
import { noticeFragment } from '../parts/notice.ts';
import { questionBox } from '../parts/question-box.ts';
import { aboutSection, checklistSection } from './about-section.ts';
import { actionsSection, type TaskChoices } from './actions-section.ts';
import { diffSection } from './diff-section.ts';
import type { TaskScene } from './task-scene.ts';
import { timelineSection } from './timeline-section.ts';
import { TRANSCRIPT_ID, transcriptItems } from './transcript.ts';

export type TaskFragments = {
  /** What stands in places of its own. */
  sections: readonly Fragment[];
  /** The items of the transcript. */
  items: readonly Fragment[];
  diff: Fragment;
};

/** A task's page, from top to bottom. */
export function taskFragments(scene: TaskScene, viewer: Viewer, choices: TaskChoices): TaskFragments {
  const { task } = scene;
  return {
    sections: [
      noticeFragment(null),
      { id: 'about', html: aboutSection(scene) },
      { id: 'question', html: questionSection(scene, viewer) },
      { id: 'checklist', html: checklistSection(task) },
      { id: 'timeline', html: timelineSection(scene) },
      { id: 'actions', html: actionsSection(task, viewer, choices) },
    ],
    items: transcriptItems(scene.events),
    diff: { id: 'diff', html: diffSection(scene.diff) },
  };
}

function questionSection({ task }: TaskScene, viewer: Viewer): Html {
  if (task.question === null) return html`<section id="question" hidden></section>`;
  return html`<section id="question" class="panel asks" aria-labelledby="question-title"><h2 id="question-title">It asks</h2>${questionBox(task, { viewer, back: `/tasks/${task.id}` })}</section>`;
}

/** The transcript with its items in it. */
export function transcriptSection({ task, hasEarlier }: TaskScene, items: readonly Fragment[]): Html {
  return html`<section aria-labelledby="transcript-title"><h2 id="transcript-title">What happened</h2>
${hasEarlier && html`<p><a href="/tasks/${task.id}/log">From the beginning</a></p>`}
<ol id="${TRANSCRIPT_ID}" class="transcript" tabindex="0" aria-label="What happened">${items.map((item) => item.html)}</ol></section>`;
}
