/** Asks for work as the configured label does, whatever that is. */
const READY_LABEL = 'agent/ready';

/** The labels that give an issue to an agent. */
export function triggerLabels(configured: string): readonly string[] {
  return [...new Set([configured, READY_LABEL])];
}

/** Those of an issue's labels that give it to an agent; GitHub's label names ignore case. */
export function triggersOf(labels: readonly string[], configured: string): string[] {
  const triggers = triggerLabels(configured).map((label) => label.toLowerCase());
  return labels.filter((label) => triggers.includes(label.toLowerCase()));
}
