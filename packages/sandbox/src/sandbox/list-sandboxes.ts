import type { TaskId } from '@opencode-commander/task';
import { z } from 'zod';
import type { Podman } from '../podman/podman.ts';
import { INSTANCE_LABEL, instanceLabel, sandboxLabelsSchema } from './sandbox-labels.ts';

/** A sandbox as Podman knows it, whoever made it. */
export type SandboxSummary = {
  id: string;
  name: string;
  instance: string;
  taskId: TaskId;
  epoch: number;
  /** First host uid of its user namespace, null where Podman is rootless. */
  uidBase: number | null;
  running: boolean;
};

const containersSchema = z
  .array(z.object({ Id: z.string(), Names: z.array(z.string()), State: z.string(), Labels: z.unknown() }))
  .nullish();

/** All sandboxes, running or not; of one instance only where it is given. Throws PodmanError. */
export async function listSandboxes(
  podman: Podman,
  { instance }: { instance?: string } = {},
): Promise<SandboxSummary[]> {
  const label = instance === undefined ? INSTANCE_LABEL : instanceLabel(instance);
  const query = { all: 'true', filters: JSON.stringify({ label: [label] }) };
  const found = await podman.call({ method: 'GET', path: '/containers/json', query }, containersSchema);
  return (found ?? []).flatMap(({ Id, Names, State, Labels }) => {
    // Anybody may give a container of theirs a label like ours.
    const labels = sandboxLabelsSchema.safeParse(Labels).data;
    if (labels === undefined) return [];
    return [{ id: Id, name: Names[0] ?? Id, running: State === 'running', ...labels }];
  });
}
