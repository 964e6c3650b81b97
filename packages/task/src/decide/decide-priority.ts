import { type Priority, priorityOfLabels } from '../priority.ts';
import { openTask, type Scene } from './scene.ts';
import type { IssueThread } from './thread.ts';

/** Obeys priority labels when they change: what people chose by other means stays until then. */
export function decidePriority(scene: Scene, { labels, labelsBefore }: IssueThread): void {
  const task = openTask(scene);
  if (task === null) return;
  const [now, before] = [labelled(labels), labelsBefore === null ? null : labelled(labelsBefore)];
  const wanted = now ?? (before === null ? null : 'medium');
  const changed = labelsBefore === null || now !== before;
  if (wanted !== null && changed && wanted !== task.priority)
    scene.decisions.push({ do: 'prioritize', taskId: task.id, priority: wanted });
}

function labelled(labels: readonly string[]): Priority | null {
  return labels.some((label) => label.startsWith('priority/')) ? priorityOfLabels(labels) : null;
}
