import { questionNumber, STATUS_LABELS } from '@opencode-commander/task';
import type { SimulatedIssue, SimulatedPull, Thing } from './model/simulated-github.ts';
import type { Happening, PersonsAct } from './simulated-schedule.ts';
import type { World } from './world.ts';

type Act = Extract<Happening, { kind: 'person' }>;

const WORDS: Partial<Record<PersonsAct, string>> = {
  answer: 'red',
  stop: '/commander stop',
  retry: '/commander retry',
  urgent: '/commander priority critical',
  chat: 'What a nice day',
};

/** Does what a person does on GitHub. */
export function actAs({ github }: World, { act, issue }: Act): void {
  const number = issue + 1;
  const words = WORDS[act];
  if (words !== undefined) github.say(number, 'ann', words);
  if (act === 'stranger') github.say(number, 'mallory', '/commander stop');
  const pull = [...github.pulls.values()].findLast((each) => each.issue === number);
  github.changeIssue(number, (now) => changeIssue(now, act));
  if (pull === undefined) return;
  if (act === 'review') github.review(pull.number);
  github.changePull(pull.number, (now) => changePull(now, act));
}

function changeIssue(
  { state, asked, askEvents }: SimulatedIssue,
  act: PersonsAct,
): Partial<SimulatedIssue> | null {
  switch (act) {
    case 'label':
      return { asked: true, askEvents: askEvents + 1 };
    case 'unlabel':
      return asked ? { asked: false } : null;
    case 'close':
      return state === 'open' ? { state: 'closed' } : null;
    case 'reopen':
      return state === 'closed' ? { state: 'open', askEvents: askEvents + 1 } : null;
    default:
      return null;
  }
}

function changePull({ state }: SimulatedPull, act: PersonsAct): Partial<SimulatedPull> | null {
  if (act === 'merge' && state === 'open') return { state: 'merged' };
  if (act === 'close_pull' && state === 'open') return { state: 'closed' };
  return act === 'reopen_pull' && state === 'closed' ? { state: 'open' } : null;
}

/** Somebody patient: answers every question that nobody has answered, and again as long as the issue says that it waits. */
export function answerQuestions({ github }: World, again: boolean): void {
  for (const { number, comments, shown } of github.issues.values())
    if (shown === STATUS_LABELS.waiting_human.name && (again || isUnanswered(comments)))
      github.say(number, 'ann', 'red');
  for (const { number, comments } of github.pulls.values())
    if (isUnanswered(comments)) github.say(number, 'ann', 'red');
}

function isUnanswered(comments: Thing['comments']): boolean {
  const asked = comments.findLastIndex(({ ours }) => ours !== null && questionNumber(ours.operation) > 0);
  return asked >= 0 && !comments.slice(asked).some(({ body }) => body === 'red');
}
