import { z } from 'zod';
import { created, listed, noContent, ok } from '../http/answer.ts';
import { labelNameSchema, parseBody } from '../http/parse-body.ts';
import { type RepositoryCall, type Route, reading, writing } from '../http/route.ts';
import type { Label, Repository } from '../state/entities.ts';
import { changeLabels } from '../state/issues.ts';
import { createLabel, deleteLabel, findLabel, updateLabel } from '../state/labels.ts';
import { notFound, Problem } from '../state/problem.ts';
import type { World } from '../state/world.ts';
import { viewLabel } from '../views/issue.ts';
import { issueOf } from './issue-of.ts';

const colorSchema = z.string().regex(/^[0-9a-f]{6}$/i);
const descriptionSchema = z.string().max(100).nullish();
const newLabelSchema = z.object({
  name: z.string().trim().min(1).max(50),
  color: colorSchema.default('ededed'),
  description: descriptionSchema,
});
const patchSchema = z.object({
  new_name: z.string().trim().min(1).max(50).optional(),
  color: colorSchema.optional(),
  description: descriptionSchema,
});
/** `{ labels: [...] }`, or a bare list. */
const namesSchema = z.union([
  z.array(labelNameSchema),
  z.object({ labels: z.array(labelNameSchema).default([]) }).transform(({ labels }) => labels),
]);

export const labelRoutes: readonly Route[] = [
  reading('GET /repos/{owner}/{repo}/labels', (call) =>
    listed(call, {
      items: call.repository.labels,
      render: (label) => viewLabel(call.world, call.repository, label),
    }),
  ),
  writing('POST /repos/{owner}/{repo}/labels', 'write', ({ world, repository, body }) => {
    const { name, color, description } = parseBody(newLabelSchema, body, 'Label');
    const fields = { name, color: color.toLowerCase(), description: description ?? null };
    return created(viewLabel(world, repository, createLabel(world, repository, fields)));
  }),
  reading('GET /repos/{owner}/{repo}/labels/{name}', (call) =>
    ok(viewLabel(call.world, call.repository, labelOf(call))),
  ),
  writing('PATCH /repos/{owner}/{repo}/labels/{name}', 'write', (call) => {
    const { world, repository } = call;
    const label = labelOf(call);
    const { new_name: name, color, description } = parseBody(patchSchema, call.body, 'Label');
    const patch = {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color: color.toLowerCase() }),
      ...(description === undefined ? {} : { description }),
    };
    updateLabel(world, { repository, label, patch });
    return ok(viewLabel(world, repository, label));
  }),
  writing('DELETE /repos/{owner}/{repo}/labels/{name}', 'write', (call) => {
    deleteLabel(call.world, call.repository, labelOf(call));
    return noContent();
  }),
];

const ISSUE_LABELS = '/repos/{owner}/{repo}/issues/{issue_number}/labels';

export const issueLabelRoutes: readonly Route[] = [
  reading(`GET ${ISSUE_LABELS}`, (call) =>
    listed(call, {
      items: issueOf(call).labels,
      render: (label) => viewLabel(call.world, call.repository, label),
    }),
  ),
  writing(`POST ${ISSUE_LABELS}`, 'triage', (call) => {
    const issue = issueOf(call);
    const names = parseBody(namesSchema, call.body, 'Label');
    const labels = [...issue.labels.map((label) => label.name), ...names];
    changeLabels(call.world, { ...call, issue }, labels);
    return ok(viewLabels(call.world, call.repository, issue.labels));
  }),
  writing(`PUT ${ISSUE_LABELS}`, 'triage', (call) => {
    const issue = issueOf(call);
    changeLabels(call.world, { ...call, issue }, parseBody(namesSchema, call.body, 'Label'));
    return ok(viewLabels(call.world, call.repository, issue.labels));
  }),
  writing(`DELETE ${ISSUE_LABELS}`, 'triage', (call) => {
    changeLabels(call.world, { ...call, issue: issueOf(call) }, []);
    return noContent();
  }),
  writing(`DELETE ${ISSUE_LABELS}/{name}`, 'triage', (call) => {
    const issue = issueOf(call);
    const label = findLabel(call.repository, call.params['name'] ?? '');
    if (!label || !issue.labels.includes(label)) throw new Problem(404, 'Label does not exist');
    const left = issue.labels.filter((other) => other !== label).map((other) => other.name);
    changeLabels(call.world, { ...call, issue }, left);
    return ok(viewLabels(call.world, call.repository, issue.labels));
  }),
];

function viewLabels(world: World, repository: Repository, labels: readonly Label[]) {
  return labels.map((label) => viewLabel(world, repository, label));
}

function labelOf({ repository, params }: RepositoryCall): Label {
  const label = findLabel(repository, params['name'] ?? '');
  if (!label) throw notFound();
  return label;
}
