import { READY_LABEL } from '@opencode-commander/task';

/** The labels that give an issue to an agent. */
export function triggerLabels(configured: string): readonly string[] {
  return [...new Set([configured, READY_LABEL.name])];
}

/** Those of an issue's labels that give it to an agent, or did when it was `taken`; GitHub's label names ignore case. */
export function triggersOf(
  labels: readonly string[],
  configured: string,
  taken: readonly string[] = [],
): string[] {
  const triggers = [...triggerLabels(configured), ...taken].map((label) => label.toLowerCase());
  return labels.filter((label) => triggers.includes(label.toLowerCase()));
}
