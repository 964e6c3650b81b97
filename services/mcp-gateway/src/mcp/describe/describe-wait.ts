import type { TaskView } from '@opencode-commander/control';

/** Why a queued task does not begin, as the end of a sentence. */
export function describeWait(waitsFor: NonNullable<TaskView['waits_for']>): string {
  switch (waitsFor.kind) {
    case 'dependencies':
      return `it waits for ${waitsFor.issues.join(', ')}${waitsFor.cycle ? ', which wait for it too' : ''}`;
    case 'provider':
      return `it waits for ${waitsFor.provider}, which is out of quota until ${waitsFor.until}`;
    case 'pause': {
      const why = waitsFor.reason === null ? '' : ` (${waitsFor.reason})`;
      return `it waits because ${waitsFor.name ?? 'everything'} is paused${why}: see commander_pauses`;
    }
    case 'repository':
      return `it waits for its repository, of which ${waitsFor.limit} may run at once`;
    case 'host':
      return `it waits for ${waitsFor.host}: ${waitsFor.reason}`;
  }
}
