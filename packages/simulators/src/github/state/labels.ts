import { fullName, type Label, type Repository } from './entities.ts';
import { invalid } from './problem.ts';
import type { World } from './world.ts';

export type LabelFields = { name: string; color: string; description: string | null };

/** @throws Problem 422 when the name is taken. */
export function createLabel(world: World, repository: Repository, fields: LabelFields): Label {
  refuseTaken(repository, fields.name, null);
  const label: Label = { id: world.nextId(), ...fields };
  repository.labels.push(label);
  world.changed({ kind: 'label', repo: fullName(repository), number: null });
  return label;
}

export function findLabel(repository: Repository, name: string): Label | null {
  return repository.labels.find((label) => sameName(label.name, name)) ?? null;
}

/** The label of that name; GitHub makes a grey one when an issue is given a label nobody has made. */
export function labelNamed(world: World, repository: Repository, name: string): Label {
  return (
    findLabel(repository, name) ??
    createLabel(world, repository, { name, color: 'ededed', description: null })
  );
}

export type LabelChange = { repository: Repository; label: Label; patch: Partial<LabelFields> };

export function updateLabel(world: World, { repository, label, patch }: LabelChange): void {
  if (patch.name !== undefined) refuseTaken(repository, patch.name, label);
  Object.assign(label, patch);
  world.changed({ kind: 'label', repo: fullName(repository), number: null });
}

export function deleteLabel(world: World, repository: Repository, label: Label): void {
  repository.labels = repository.labels.filter((other) => other !== label);
  for (const issue of repository.issues) issue.labels = issue.labels.filter((other) => other !== label);
  world.changed({ kind: 'label', repo: fullName(repository), number: null });
}

function refuseTaken(repository: Repository, name: string, except: Label | null): void {
  const taken = findLabel(repository, name);
  if (taken && taken !== except) throw invalid({ resource: 'Label', code: 'already_exists', field: 'name' });
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
