import { taskIdSchema } from '@opencode-commander/task';
import { z } from 'zod';
import type { SandboxSpec } from './sandbox-spec.ts';

/** The label every sandbox has; its value names the dispatcher it belongs to. */
export const INSTANCE_LABEL = 'commander.instance';

/** The label, with its value, of all sandboxes of an instance. */
export function instanceLabel(instance: string): string {
  return `${INSTANCE_LABEL}=${instance}`;
}

/** A whole number as labels have it; JavaScript takes even an empty text for one. */
const countSchema = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().int());

/** What a container's labels say of the sandbox; those of what is no sandbox do not parse. */
export const sandboxLabelsSchema = z
  .object({
    'commander.instance': z.string(),
    'commander.task': taskIdSchema,
    'commander.epoch': countSchema,
    'commander.uid-base': countSchema.optional(),
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
