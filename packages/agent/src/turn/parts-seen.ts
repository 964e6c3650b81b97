import type { ObservedPart } from './observation.ts';
import type { SeenPart } from './turn-state.ts';

/** Parts that somebody else has told of already, as far as they were finished. */
export function partsSeen(parts: readonly ObservedPart[]): Map<string, SeenPart> {
  return new Map(parts.map((part) => [part.id, { size: part.size, told: toldOf(part) }]));
}

function toldOf(part: ObservedPart): SeenPart['told'] {
  if (part.kind === 'text') return part.whole ? 'all' : 'nothing';
  if (part.kind !== 'tool' || part.state === 'pending') return 'nothing';
  return part.state === 'running' ? 'begun' : 'all';
}
