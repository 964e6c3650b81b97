import { blockedBy, subIssues } from './blockers.ts';
import { changeLabels } from './change-labels.ts';
import type { Connection } from './connection.ts';
import { getIssue } from './get-issue.ts';
import { getRepository } from './get-repository.ts';
import type { Issues } from './github.ts';
import { listChangedIn } from './list-changed-in.ts';
import { listChangedIssues } from './list-changed-issues.ts';
import { listComments } from './list-comments.ts';
import { listEvents } from './list-events.ts';
import { listIssues } from './list-issues.ts';
import { listLastComments } from './list-last-comments.ts';
import { listOwnPulls } from './list-own-pulls.ts';
import { openIssue } from './open-issue.ts';
import { openThings } from './open-things.ts';
import { ourMarker } from './our-marker.ts';
import { react } from './react.ts';
import type { ReadSince } from './read-changes.ts';
import { toRights } from './to-rights.ts';
import { upsertComment } from './upsert-comment.ts';

/** What concerns issues, and pull requests seen as such. */
export function connectIssues(connection: Connection): Issues {
  const { access, call, us } = connection;
  const at = access.repository;
  return {
    ...connectChanges(connection),
    openThings: (ids) =>
      call('issues and pull requests', async () => openThings(await access.everywhere(), ids)),
    listIssues: (fullName, label) => call(fullName, () => listIssues(at(fullName), { fullName, label })),
    listOwnPulls: async (fullName, label) => {
      const we = await us();
      return call(fullName, () => listOwnPulls(at(fullName), { fullName, label }, we));
    },
    markerOf: async (text) => ourMarker(text, await us()),
    openIssue: async (fullName, draft) => {
      const we = await us();
      return call(fullName, () => openIssue(at(fullName), fullName, { draft, us: we }));
    },
    getIssue: (fullName, number) =>
      call(`${fullName}#${number}`, () => getIssue(at(fullName), { fullName, number })),
    blockedBy: (fullName, number) =>
      call(`${fullName}#${number}`, () => blockedBy(at(fullName), { fullName, number })),
    subIssues: (fullName, number) =>
      call(`${fullName}#${number}`, () => subIssues(at(fullName), { fullName, number })),
    listEvents: (fullName, number) =>
      call(`${fullName}#${number}`, () => listEvents(at(fullName), { fullName, number })),
    changeLabels: (fullName, number, changes) =>
      call(`${fullName}#${number}`, () => changeLabels(at(fullName), { fullName, number }, changes)),
    listComments: async (fullName, number) => {
      const we = await us();
      return call(`${fullName}#${number}`, () => listComments(at(fullName), { fullName, number }, we));
    },
    listLastComments: async (fullName, number) => {
      const we = await us();
      return call(`${fullName}#${number}`, () => listLastComments(at(fullName), { fullName, number }, we));
    },
    upsertComment: async (fullName, number, comment) => {
      const signed = { ...comment, us: await us() };
      return call(`${fullName}#${number}`, () => upsertComment(at(fullName), { fullName, number }, signed));
    },
    react: (name, reaction) =>
      call(`comment ${reaction.commentId} in ${name}`, () => react(at(name), name, reaction)),
  };
}

function connectChanges({
  access,
  auth,
  call,
}: Connection): Pick<Issues, 'listChangedIssues' | 'listChangedIn'> {
  const read: ReadSince = new Map();
  const at = access.repository;
  const rights = toRights(auth);
  return {
    listChangedIssues: async ({ since }) =>
      auth?.kind === 'app'
        ? { status: 'unsupported' }
        : call('your issues', () => listChangedIssues(access.general, since, read)),
    listChangedIn: (fullName, { since }) => {
      const repository = async () => rights(await getRepository(at(fullName), fullName));
      return call(fullName, () => listChangedIn(at(fullName), { fullName, since, repository }, read));
    },
  };
}
