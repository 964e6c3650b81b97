import type { TaskView } from '@opencode-commander/control';
import { answerWith } from './answer-with.ts';
import { relativeTime, timeUntil } from './relative-time.ts';

/** Why a queued task does not run, as a line for people; null when it only waits for its turn. */
export function waitingFor({ waits_for }: Pick<TaskView, 'waits_for'>, now: Date): string | null {
  switch (waits_for?.kind) {
    case undefined:
      return null;
    case 'dependencies': {
      const issues = waits_for.issues.join(', ');
      return waits_for.cycle ? `waits for itself by way of ${issues}` : `waits for ${issues}`;
    }
    case 'provider':
      return `waits for ${waits_for.provider}, which is out of quota; again ${timeUntil(waits_for.until, now)}`;
    case 'pause': {
      const why = waits_for.reason === null ? '' : `: ${waits_for.reason}`;
      return `waits until ${waits_for.name ?? 'everything'} is resumed, which is paused${why}`;
    }
    case 'repository':
      return `waits for its repository, of which ${waits_for.limit} may run at once`;
    case 'host':
      return `waits for ${waits_for.host}: ${waits_for.reason}`;
  }
}

/** What a waiting task asks and how to answer, as lines for people. */
export function askedLines({ id, question }: Pick<TaskView, 'id' | 'question'>, now: Date): string[] {
  if (question === null) return [];
  const { kind, summary, asked_at, deadline, answer_at } = question;
  return [
    `asked ${relativeTime(asked_at, now)}, gives up ${timeUntil(deadline, now)}: ${summary}`,
    `answer at ${answer_at}`,
    answerWith(id, kind),
  ];
}
