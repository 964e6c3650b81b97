import { plainWords } from '../answers/plain-words.ts';
import { readAnswer } from '../answers/read-answer.ts';
import type { Task } from '../task.ts';
import { type AskedQuestion, cancel, react, reply, type Scene, type Utterance } from './scene.ts';

/** Takes words as the answer to what the task waits for, if they were said after it was asked; everything else is talk. */
export function hearAnswer(scene: Scene, utterance: Utterance, at: number): void {
  const { asked, task } = scene;
  if (asked === null || task === null || utterance.what !== 'comment' || at < asked.at) return;
  if (asked.answeredBy === null) answer(scene, { utterance, asked, task });
  else if (/^\d+$/.test(plainWords(utterance.body))) tellAnswered(scene, utterance, asked.answeredBy);
}

export type Answering = { utterance: Utterance; asked: AskedQuestion; task: Task };

/** The first answer that can be read counts; somebody whose words cannot be is told how to answer, once per question. */
export function answer(scene: Scene, { utterance, asked, task }: Answering) {
  const { question } = asked;
  const read = readAnswer(question, utterance.body);
  if (read.status === 'unclear')
    return reply(scene, utterance, { operation: `help_${task.round}_${question.number}`, body: read.help });
  react(scene, utterance, '+1');
  const ends = question.kind === 'budget' || question.kind === 'rounds';
  if (ends && read.reply.kind === 'deny') return cancel(scene, task, `stopped by ${utterance.author}`);
  const by = utterance.author ?? '';
  scene.decisions.push({ do: 'answer', taskId: task.id, to: question.number, by, reply: read.reply });
  if (question.kind === 'edited' && read.reply.kind === 'approve')
    scene.decisions.push({ do: 'take_text', taskId: task.id });
  scene.asked = { ...asked, answeredBy: by };
  scene.status = 'queued';
}

export function tellAnswered(scene: Scene, utterance: Utterance, by: string): void {
  reply(scene, utterance, { body: `Thank you, ${by} was faster: the answer was taken already.` });
}
