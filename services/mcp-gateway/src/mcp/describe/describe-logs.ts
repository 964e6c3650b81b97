import type { LogPage } from '@opencode-commander/control';
import { eventLine } from './event-line.ts';

/** Events as lines, with what to ask for next. */
export function describeLogs({ events, next, more }: LogPage): string {
  const further = more ? 'There is more' : 'That is all so far';
  return [...events.map(({ event }) => eventLine(event)), `${further}: go on with after "${next}".`].join(
    '\n',
  );
}
