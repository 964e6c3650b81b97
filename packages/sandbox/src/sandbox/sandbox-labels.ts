import { z } from 'zod';
import type { SandboxSpec } from './sandbox-spec.ts';

/** The label every sandbox has; its value names the dispatcher it belongs to. */
export const INSTANCE_LABEL = 'commander.instance';

/** The label, with its value, of all sandboxes of an instance. */
export function instanceLabel(instance: string): string {
  return `${INSTANCE_LABEL}=${instance}`;
}

/** What a container's labels say of the sandbox. */
export const sandboxLabelsSchema = z
  .object({
    'commander.instance': z.string(),
    'commander.task': z.string(),
    'commander.epoch': z.coerce.number().int(),
    'commander.uid-base': z.coerce.number().int().optional(),
  })
  .transform((labels) => ({
    instance: labels['commander.instance'],
    taskId: labels['commander.task'],
    epoch: labels['commander.epoch'],
    uidBase: labels['commander.uid-base'] ?? null,
  }));

export function sandboxLabels(spec: SandboxSpec, uidBase: number | null): Record<string, string> {
  return {
    [INSTANCE_LABEL]: spec.instance,
    'commander.task': spec.taskId,
    'commander.epoch': String(spec.epoch),
    ...(uidBase === null ? {} : { 'commander.uid-base': String(uidBase) }),
  };
}
