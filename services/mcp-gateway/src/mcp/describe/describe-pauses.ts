import type { OutputOf, PauseView } from '@opencode-commander/control';
import { oneLine } from '@opencode-commander/task';

/** A pause in one line, such as `acme/web is paused by cli since 2026-01-01T00:00:00.000Z: an incident`. */
export function describePause({ name, by, since, reason, preempts }: PauseView): string {
  const who = by === null || since === null ? ', nobody knows since when' : ` by ${by} since ${since}`;
  const runs = preempts ? ' (what ran was let go of)' : '';
  return `${nameOf({ name })} is paused${who}${runs}${reason === null ? '' : `: ${oneLine(reason, 500)}`}`;
}

export function describePaused({ began, pause }: OutputOf<'pause'>): string {
  const before = began ? '' : ' It was paused before.';
  return `${describePause(pause)}.${before} commander_resume lifts it.`;
}

export function describeResumed({ resumed, name, pauses }: OutputOf<'resume'>): string {
  const what = nameOf({ name });
  return [`${what} ${resumed ? 'is resumed' : 'was not paused'}.`, ...stillPaused(pauses)].join('\n');
}

/** What is paused, a line for each. */
export function describePauses({ pauses }: OutputOf<'pauses'>): string {
  return pauses.length === 0
    ? 'Nothing is paused.'
    : pauses.map((each) => `- ${describePause(each)}`).join('\n');
}

function stillPaused(pauses: readonly PauseView[]): string[] {
  return pauses.length === 0 ? [] : ['Still:', ...pauses.map((each) => `- ${describePause(each)}`)];
}

function nameOf({ name }: Pick<PauseView, 'name'>): string {
  return name ?? 'Everything';
}
