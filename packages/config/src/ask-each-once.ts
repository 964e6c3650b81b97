import type { Followed } from './followed.ts';

/**
 * Asks for each reference once, whoever needs it. The first one is asked for alone: it may have to be unlocked by hand, and each
 * that is asked for beside it would want the same. The others follow at once, unless nobody answered the first.
 */
export function askEachOnce(
  ask: (reference: string) => Promise<Followed>,
): (reference: string) => Promise<Followed> {
  const answers = new Map<string, Promise<Followed>>();
  let first: Promise<Followed> | null = null;
  const askAfter = async (before: Promise<Followed>, reference: string) => {
    const answer = await before;
    return 'problem' in answer && answer.isAway ? answer : ask(reference);
  };
  return (reference) => {
    const known = answers.get(reference);
    if (known) return known;
    const answer: Promise<Followed> = first ? askAfter(first, reference) : ask(reference);
    first ??= answer;
    answers.set(reference, answer);
    return answer;
  };
}
