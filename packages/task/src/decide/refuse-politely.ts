import { refusedOperation } from '../write-operation.ts';
import { reply, type Scene, type Utterance } from './scene.ts';

/** Tells somebody without the right to steer work so, once per person and thread. */
export function refusePolitely(scene: Scene, utterance: Utterance): void {
  if (utterance.author === null) return;
  reply(scene, utterance, { operation: refusedOperation(utterance.author), body: REFUSAL });
}

const REFUSAL =
  'Thank you, but only people with write access to this repository can steer the agent. Please ask one of them.';
