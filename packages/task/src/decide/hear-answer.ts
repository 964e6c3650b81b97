import { endsTask } from '../answers/ends-task.ts';
import { plainWords } from '../answers/plain-words.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { Task } from '../task.ts';
import { answerHereOperation, helpOperation } from '../write-operation.ts';
import {
  type AskedQuestion,
  cancelBy,
  react,
  reply,
  type Scene,
  triggerOf,
  type Utterance,
} from './scene.ts';

/** Takes words as the answer to what the task waits for, if they were said after it was asked; everything else is talk. */
export function hearAnswer(scene: Scene, utterance: Utterance, at: number) {
  const { asked, task } = scene;
  if (asked === null || task === null) return;
  if (utterance.what !== 'comment') return hearElsewhere(scene, { utterance, asked, task });
  if (at < asked.at) return;
  if (asked.answeredBy === null) answer(scene, { utterance, asked, task });
  else if (/^\d+$/.test(plainWords(utterance.body))) tellAnswered(scene, utterance, asked.answeredBy);
}

export type Answering = { utterance: Utterance; asked: AskedQuestion; task: Task };

/** The first answer that can be read counts; somebody whose words cannot be is told how to answer, once per question. */
export function answer(scene: Scene, { utterance, asked, task }: Answering) {
  const { question } = asked;
  const read = readAnswer(question, utterance.body);
  if (read.status === 'unclear')
    return reply(scene, utterance, { operation: helpOperation(task, question.number), body: read.help });
  react(scene, utterance, '+1');
  if (endsTask(task, question, read.reply)) {
    if (question.kind === 'edited') reply(scene, utterance, { body: LEFT_ALONE });
    return cancelBy(scene, task, utterance);
  }
  const by = utterance.author ?? '';
  const givesMoney = read.reply.kind === 'continue' && read.reply.usd !== null;
  const via = givesMoney ? { via: triggerOf(utterance) } : {};
  scene.decisions.push({ do: 'answer', taskId: task.id, to: question.number, by, reply: read.reply, ...via });
  if (question.kind === 'edited' && read.reply.kind === 'approve')
    scene.decisions.push({ do: 'take_text', taskId: task.id });
  scene.asked = { ...asked, answeredBy: by };
  scene.status = 'queued';
}

export function tellAnswered(scene: Scene, utterance: Utterance, by: string): void {
  reply(scene, utterance, { body: `Thank you, ${by} was faster: the answer was taken already.` });
}

const LEFT_ALONE =
  'The issue is left alone: there is no text of it that anybody with write access vouched for. To have its present text worked on, put the trigger label on again.';

function hearElsewhere(scene: Scene, answering: Answering): void {
  const { asked, utterance } = answering;
  if (asked.answeredBy !== null || readAnswer(asked.question, utterance.body).status === 'unclear') return;
  tellWhere(scene, answering);
}

/** Reviews and remarks have no place among the comments, so that nobody knows what they answer; said once per question. */
export function tellWhere(scene: Scene, { utterance, asked, task }: Answering): void {
  const operation = answerHereOperation(task, asked.question.number);
  reply(scene, utterance, { operation, body: ANSWER_HERE });
}

const ANSWER_HERE =
  'The agent waits for an answer, and takes it only from a comment here in the conversation, not from a review: please say it here.';
