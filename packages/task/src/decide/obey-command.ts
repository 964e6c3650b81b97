import type { Command } from '../commands/command.ts';
import { helpText } from '../commands/help-text.ts';
import { statusReply } from '../comments/status-reply.ts';
import { obeyAnswer } from './obey-answer.ts';
import { obeyContinue } from './obey-continue.ts';
import { obeyModel } from './obey-model.ts';
import { obeyPrioritize } from './obey-prioritize.ts';
import { obeyRetry } from './obey-retry.ts';
import { cancelBy, finish, openTask, reply, type Scene, type Utterance, wasStoppedBy } from './scene.ts';

export type Order<C extends Command = Command> = { utterance: Utterance; command: C; at: number };

/** Does what a trusted person ordered; 'waits' when it can only be done as a follow-up, which decides for itself. */
export function obeyCommand(scene: Scene, order: Order): 'done' | 'waits' {
  const { utterance, command } = order;
  if (command.name === 'fix' || command.name === 'do') return wish(scene, utterance, command);
  obey(scene, { ...order, command });
  return 'done';
}

function obey(scene: Scene, order: Order<Exclude<Command, { name: 'fix' | 'do' }>>) {
  const { utterance, command } = order;
  switch (command.name) {
    case 'help':
      return reply(scene, utterance, { body: withEnd(scene, helpText(scene.place, command.unknown)) });
    case 'status':
      return reply(scene, utterance, { body: withEnd(scene, statusReply(presentTask(scene))) });
    case 'stop':
      return stop(scene, utterance);
    case 'retry':
      return obeyRetry(scene, utterance);
    case 'approve':
    case 'deny':
      return obeyAnswer(scene, order);
    case 'continue':
      return obeyContinue(scene, { ...order, command });
    case 'priority':
      return obeyPrioritize(scene, utterance, command.priority);
    case 'model':
      return obeyModel(scene, utterance, command.model);
  }
}

function presentTask({ task, status }: Scene) {
  return task === null || status === null ? null : { ...task, status };
}

/** Where nothing can be started any more, that goes first. */
function withEnd({ ended }: Scene, body: string): string {
  return ended === null ? body : `${ended}\n\n${body}`;
}

/** Also what people wanted before is off. */
function stop(scene: Scene, utterance: Utterance): void {
  const wanted = scene.wishes;
  scene.wishes = [];
  scene.stopped = true;
  for (const each of wanted) finish(scene, each.utterance);
  if (wasStoppedBy(scene, utterance)) return;
  const task = openTask(scene);
  if (task !== null) cancelBy(scene, task, utterance);
  else if (wanted.length === 0) reply(scene, utterance, { body: scene.ended ?? 'Nothing is running here.' });
}

function wish(
  scene: Scene,
  utterance: Utterance,
  command: Extract<Command, { name: 'fix' | 'do' }>,
): 'done' | 'waits' {
  const body = scene.ended ?? (scene.place === 'issue' ? ON_PULL_REQUEST : null);
  if (body === null) {
    scene.wishes.push({ utterance, command });
    return 'waits';
  }
  reply(scene, utterance, { body });
  return 'done';
}

const ON_PULL_REQUEST = 'That works on a pull request of an agent: please say it there.';
