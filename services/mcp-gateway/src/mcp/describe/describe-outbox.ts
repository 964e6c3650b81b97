import type { OutboxList, WritesReplayed } from '@opencode-commander/control';

/** What is not on GitHub yet, a line for each write. */
export function describeOutbox({ waiting, dead, writes }: OutboxList): string {
  const lines = writes.map(
    ({ id, state, thread, what, reason }) =>
      `- ${id} (${state}): ${what} on ${thread ?? 'an unknown page'}${reason === null ? '' : `: ${reason}`}`,
  );
  return [`${waiting} wait for GitHub, ${dead} were given up.`, ...lines].join('\n');
}

export function describeReplayed({ replayed }: WritesReplayed): string {
  return replayed.length === 0 ? 'No write is dead.' : `Tried again: ${replayed.join(', ')}.`;
}
