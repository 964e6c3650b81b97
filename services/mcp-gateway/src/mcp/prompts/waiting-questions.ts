import type { ControlClient } from '@opencode-commander/control';
import { describeShown } from '../describe/describe-steered.ts';
import { fenced } from './fenced.ts';

/** Throws RedisError. */
export async function waitingQuestions(client: ControlClient): Promise<string> {
  const { waiting } = await client.ask('status', { recent: 0 });
  if (waiting.length === 0)
    return 'Tell me that no agent waits for an answer of mine; look at commander_status for what they do.';
  return [
    'These tasks wait for me to answer.',
    fenced(waiting.map((task) => describeShown({ task })).join('\n\n')),
    'Go through them with me one by one, the one whose deadline comes first at the beginning: say what is asked and what speaks for each choice, ask me, and give my answer with commander_answer.',
  ].join('\n\n');
}
