import { z } from 'zod';

/** Priorities from most to least urgent. */
export const PRIORITIES = ['critical', 'high', 'medium', 'low'] as const;

export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** BullMQ's number for a priority: critical 1 … low 4, lower runs first. */
export function priorityNumber(priority: Priority): number {
  return PRIORITIES.indexOf(priority) + 1;
}

/** The most urgent priority among an issue's labels (`priority/high` …), `medium` when none is there. */
export function priorityOfLabels(labels: readonly string[]): Priority {
  return PRIORITIES.find((priority) => labels.includes(`priority/${priority}`)) ?? 'medium';
}
