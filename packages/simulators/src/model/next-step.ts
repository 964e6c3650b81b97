import { type Conversation, countTurns, structuredSchema } from './conversation.ts';
import { DEFAULT_SCRIPT, defaultAnswer } from './default-script.ts';
import type { Script } from './script.ts';
import { type Step, say, structured } from './step.ts';

/** How often each step of a script (by its place) has failed or stalled in one conversation. */
export type Failures = ReadonlyMap<number, number>;

/** The step for this request and its place in the script, which is -1 for steps that no list holds. */
export type NextStep = { script: Script | null; step: Step; place: number };

const DONE = say('Done.');
const TITLE = say('Work on the task');

/**
 * The script that matches and begins last, of several the first; requests without tools (opencode's titles and
 * summaries) belong to none.
 */
export function chooseScript(conversation: Conversation, scripts: readonly Script[]): Script | null {
  if (conversation.tools.length === 0) return null;
  const matching = scripts.filter((script) => script.match(conversation));
  const starts = matching.map((script) => startOf(conversation, script));
  const last = Math.max(-1, ...starts);
  return last < 0 ? DEFAULT_SCRIPT : (matching[starts.indexOf(last)] ?? DEFAULT_SCRIPT);
}

/** The place of the message that a script begins with; -1: there is none. */
function startOf({ messages }: Conversation, { from }: Script): number {
  return from ? messages.findLastIndex(({ role, text }) => role === 'user' && from(text)) : 0;
}

/**
 * Decides the model's turn. Turns are counted in the conversation itself; failures leave no turn in it, so they are
 * counted beside it.
 */
export function nextStep(conversation: Conversation, script: Script | null, failures: Failures): NextStep {
  if (!script) return { script, step: TITLE, place: -1 };
  const begin = Math.max(0, startOf(conversation, script));
  const turns = countTurns({ ...conversation, messages: conversation.messages.slice(begin) });
  if (typeof script.steps === 'function') {
    return { script, step: script.steps(conversation, turns.plain), place: -1 };
  }
  const wantsStructured = structuredSchema(conversation) !== undefined;
  const steps = stepsFor(script.steps, wantsStructured);
  const found = stepAfter(steps, wantsStructured ? turns.structured : turns.plain, failures);
  if (found) return { script, ...found };
  return { script, step: wantsStructured ? structured(defaultAnswer) : DONE, place: -1 };
}

type Placed = { step: Step; place: number };

/** The steps for requests that want structured output, or all others; failures go with the step they stand before. */
function stepsFor(steps: readonly Step[], wantsStructured: boolean): Placed[] {
  const placed = steps.map((step, place) => ({ step, place }));
  return placed.filter(({ place }) => {
    const turn = steps.slice(place).find(leavesTurn);
    return (turn?.kind === 'structured') === wantsStructured;
  });
}

function stepAfter(steps: readonly Placed[], turns: number, failures: Failures): Placed | null {
  let seen = 0;
  for (const { step, place } of steps) {
    if (leavesTurn(step)) {
      if (seen === turns) return { step, place };
      seen += 1;
    } else if (seen === turns && (failures.get(place) ?? 0) < timesOf(step)) {
      return { step, place };
    }
  }
  return null;
}

function leavesTurn(step: Step): boolean {
  return step.kind !== 'fail' && step.kind !== 'stall';
}

function timesOf(step: Step): number {
  return step.kind === 'fail' || step.kind === 'stall' ? step.times : 0;
}
