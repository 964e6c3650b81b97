import {
  type Actor,
  fullName,
  type Issue,
  type IssueEvent,
  type Label,
  type Repository,
  type User,
} from './entities.ts';
import { happeningOf } from './happenings.ts';
import { labelNamed } from './labels.ts';
import type { World } from './world.ts';

/** Where something happens and who does it. */
export type IssueScope = { repository: Repository; issue: Issue; actor: Actor };

export type NewIssue = {
  repository: Repository;
  actor: Actor;
  title: string;
  body: string | null;
  labels?: readonly string[];
  assignees?: readonly User[];
};

/** Files an issue under the repository's next number. */
export function openIssue(world: World, fresh: NewIssue): Issue {
  const { repository, actor, labels = [] } = fresh;
  const issue = createIssue(world, fresh);
  world.happened({ event: 'issues', action: 'opened', repository, issue, sender: actor.user });
  changeLabels(world, { repository, issue, actor }, labels);
  announceIssue(world, repository, issue);
  return issue;
}

/** Gives it a number and says nothing yet. */
export function createIssue(world: World, { repository, actor, ...fields }: NewIssue): Issue {
  const now = world.now();
  repository.lastNumber += 1;
  const issue: Issue = {
    id: world.nextId(),
    number: repository.lastNumber,
    title: fields.title,
    body: fields.body,
    state: 'open',
    stateReason: null,
    author: actor.user,
    app: actor.app,
    labels: [],
    assignees: [...(fields.assignees ?? [])],
    comments: [],
    events: [],
    reactions: [],
    blockedBy: [],
    blocking: [],
    subIssues: [],
    parent: null,
    pull: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    lastEdit: null,
  };
  repository.issues.push(issue);
  return issue;
}

export function findIssue(repository: Repository, number: number): Issue | null {
  return repository.issues.find((issue) => issue.number === number) ?? null;
}

/** Brings the issue's labels to `names`, with an event for each that comes or goes. */
export function changeLabels(world: World, scope: IssueScope, names: readonly string[]): void {
  const { repository, issue } = scope;
  const wanted = [...new Set(names.map((name) => labelNamed(world, repository, name)))];
  const gone = issue.labels.filter((label) => !wanted.includes(label));
  const fresh = wanted.filter((label) => !issue.labels.includes(label));
  if (gone.length + fresh.length === 0) return;
  issue.labels = [...issue.labels.filter((label) => wanted.includes(label)), ...fresh];
  for (const label of gone) recordEvent(world, scope, { event: 'unlabeled', label: nameAndColor(label) });
  for (const label of fresh) recordEvent(world, scope, { event: 'labeled', label: nameAndColor(label) });
  touchIssue(world, scope);
}

export type IssuePatch = {
  title?: string;
  body?: string | null;
  state?: Issue['state'];
  stateReason?: Issue['stateReason'];
  labels?: readonly string[];
  assignees?: readonly User[];
};

export function updateIssue(world: World, scope: IssueScope, patch: IssuePatch): void {
  const { issue } = scope;
  if (patch.title !== undefined && patch.title !== issue.title) rename(world, scope, patch.title);
  if (patch.body !== undefined && patch.body !== issue.body) editBody(world, scope, patch.body);
  if (patch.labels) changeLabels(world, scope, patch.labels);
  if (patch.assignees) assign(world, scope, patch.assignees);
  if (patch.state !== undefined && patch.state !== issue.state) changeState(world, scope, patch);
  touchIssue(world, scope);
}

export type EventFields = Omit<IssueEvent, 'id' | 'actor' | 'app' | 'createdAt'>;

export function recordEvent(
  world: World,
  { repository, issue, actor }: IssueScope,
  fields: EventFields,
): void {
  const event: IssueEvent = {
    id: world.nextId(),
    actor: actor.user,
    app: actor.app,
    createdAt: world.now(),
    ...fields,
  };
  issue.events.push(event);
  const happening = happeningOf(repository, issue, event);
  if (happening) world.happened(happening);
}

export function touchIssue(world: World, { repository, issue }: Omit<IssueScope, 'actor'>): void {
  issue.updatedAt = world.now();
  announceIssue(world, repository, issue);
}

/** Closes for good reason, such as a merge; a closed one stays as it is. */
export function closeIssue(world: World, scope: IssueScope, commitId?: string): void {
  if (scope.issue.state === 'closed') return;
  changeState(world, scope, { state: 'closed', ...(commitId ? { commitId } : {}) });
  touchIssue(world, scope);
}

type StateChange = Pick<IssuePatch, 'state' | 'stateReason'> & { commitId?: string };

function changeState(world: World, scope: IssueScope, { state, stateReason, commitId }: StateChange): void {
  const { issue, actor } = scope;
  const closed = state === 'closed';
  issue.state = closed ? 'closed' : 'open';
  issue.closedAt = closed ? world.now() : null;
  issue.closedBy = closed ? actor.user : null;
  if (!issue.pull) issue.stateReason = closed ? (stateReason ?? 'completed') : 'reopened';
  recordEvent(world, scope, { event: closed ? 'closed' : 'reopened', ...(commitId ? { commitId } : {}) });
}

function rename(world: World, scope: IssueScope, to: string): void {
  recordEvent(world, scope, { event: 'renamed', rename: { from: scope.issue.title, to } });
  scope.issue.title = to;
}

function editBody(world: World, { repository, issue, actor }: IssueScope, body: string | null): void {
  const changes = { body: { from: issue.body ?? '' } };
  issue.body = body;
  issue.lastEdit = { at: world.now(), by: actor.user };
  const event = issue.pull ? 'pull_request' : 'issues';
  world.happened({ event, action: 'edited', repository, issue, sender: actor.user, changes });
}

function assign(world: World, scope: IssueScope, wanted: readonly User[]): void {
  const { issue } = scope;
  const before = issue.assignees;
  issue.assignees = [...new Set(wanted)];
  for (const subject of issue.assignees.filter((user) => !before.includes(user)))
    recordEvent(world, scope, { event: 'assigned', subject });
  for (const subject of before.filter((user) => !issue.assignees.includes(user)))
    recordEvent(world, scope, { event: 'unassigned', subject });
}

function nameAndColor({ name, color }: Label): { name: string; color: string } {
  return { name, color };
}

function announceIssue(world: World, repository: Repository, issue: Issue): void {
  world.changed({ kind: issue.pull ? 'pull' : 'issue', repo: fullName(repository), number: issue.number });
}
