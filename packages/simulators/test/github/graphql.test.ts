import { readFile } from 'node:fs/promises';
import { schema as githubSchema } from '@octokit/graphql-schema';
import { buildSchema, isEnumType, isObjectType, isUnionType, parse, validate } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { schema } from '../../src/github/graphql/schema.ts';
import type { GitHubSimulator } from '../../src/index.ts';
import { ask, listOf, startInTemporary } from './start.ts';

const REPO = 'acme/widget';
// The published text defines two fields twice.
const real = buildSchema(githubSchema.idl, { assumeValidSDL: true });
const token = 'alice-token';
let github: GitHubSimulator;
let stop: () => Promise<void>;

beforeEach(async () => {
  ({ github, stop } = await startInTemporary());
  github.addUser({ login: 'alice', token });
  await github.addRepository({ owner: 'acme', name: 'widget', files: { 'a.txt': 'a\n' } });
  github.addCollaborator({ repo: REPO, login: 'alice' });
  await github.commit({ repo: REPO, branch: 'work', files: { 'a.txt': 'b\n' }, message: 'Change a' });
  github.fileIssue({ repo: REPO, title: 'Issue', body: 'Text', labels: ['agent'], author: 'alice' });
  await github.openPull({ repo: REPO, head: 'work', title: 'Pull' });
});
afterEach(() => stop());

const OPEN_THINGS = `query OpenThings($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Issue {
      id databaseId number issueState: state title body lastEditedAt editor { login } labels(first: 100) { nodes { name } }
      repository { databaseId nameWithOwner isArchived viewerPermission }
    }
    ... on PullRequest {
      id number pullState: state merged headRefOid headRefName baseRefName mergeable reviewDecision updatedAt
      commits(last: 1) { nodes { commit { oid statusCheckRollup {
        state contexts(first: 10) { nodes { __typename ... on CheckRun { name conclusion } } }
      } } } }
      repository { databaseId nameWithOwner }
    }
  }
}`;

async function query(text: string, variables: Record<string, unknown> = {}, as = token) {
  return ask(github, 'POST /graphql', { token: as, body: { query: text, variables } });
}

async function nodeIds(): Promise<unknown[]> {
  const all = listOf(await ask(github, `GET /repos/${REPO}/issues?direction=asc`, { token }));
  return all.map((issue) => issue['node_id']);
}

test('what is asked of the simulator can be asked of GitHub', async () => {
  const source = await readFile(new URL('../../../github/src/open-things.ts', import.meta.url), 'utf8');
  const [, commander = ''] = /`(query [^`]+)`/.exec(source) ?? [];
  for (const text of [OPEN_THINGS, commander]) {
    expect(validate(real, parse(text)).map(String)).toEqual([]);
    expect(validate(schema, parse(text)).map(String)).toEqual([]);
  }
});

test('every type, field and value the simulator knows is one of GitHub’s', () => {
  const ours = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const strange = ours.flatMap((type) => {
    const theirs = real.getType(type.name);
    if (isObjectType(type) && isObjectType(theirs)) {
      const known = theirs.getFields();
      const fields = Object.values(type.getFields());
      return fields
        .filter((field) => String(known[field.name]?.type) !== String(field.type))
        .map((field) => `${type.name}.${field.name}`);
    }
    if (isEnumType(type) && isEnumType(theirs)) {
      const names = theirs.getValues().map(({ name }) => name);
      return type.getValues().flatMap(({ name }) => (names.includes(name) ? [] : [name]));
    }
    if (isUnionType(type) && isUnionType(theirs)) return [];
    return theirs?.constructor.name === type.constructor.name ? [] : [type.name];
  });
  expect(strange).toEqual([]);
});

test('open things by their node ids, with an error for the one that is not there', async () => {
  const ids = [...(await nodeIds()), 'bm9uZQ'];
  const answer = await query(OPEN_THINGS, { ids });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('x-ratelimit-resource')).toBe('graphql');
  const repository = { nameWithOwner: REPO, isArchived: false, viewerPermission: 'WRITE' };
  expect(answer.body).toMatchObject({
    data: {
      nodes: [
        {
          id: ids[0],
          number: 1,
          issueState: 'OPEN',
          body: 'Text',
          labels: { nodes: [{ name: 'agent' }] },
          repository,
        },
        {
          id: ids[1],
          pullState: 'OPEN',
          merged: false,
          headRefName: 'work',
          baseRefName: 'main',
          mergeable: 'UNKNOWN',
          reviewDecision: null,
          commits: { nodes: [{ commit: { statusCheckRollup: null } }] },
        },
        null,
      ],
    },
    errors: [
      {
        type: 'NOT_FOUND',
        path: ['nodes', 2],
        message: "Could not resolve to a node with the global id of 'bm9uZQ'",
      },
    ],
  });
});

test('who changed the text, what the checks say, and whether it can be merged', async () => {
  const ids = await nodeIds();
  github.addUser({ login: 'robot[bot]', type: 'Bot', token: 'robot-token' });
  github.addCollaborator({ repo: REPO, login: 'robot[bot]' });
  const body = { body: 'Changed' };
  await ask(github, `PATCH /repos/${REPO}/issues/1`, { token: 'robot-token', body });
  await github.addCheckRun({ repo: REPO, ref: 'work', name: 'test', conclusion: 'failure' });
  await github.review({ repo: REPO, number: 2, by: 'alice', state: 'CHANGES_REQUESTED', body: 'No' });
  await query(OPEN_THINGS, { ids });
  const commit = {
    statusCheckRollup: {
      state: 'FAILURE',
      contexts: { nodes: [{ __typename: 'CheckRun', name: 'test', conclusion: 'FAILURE' }] },
    },
  };
  expect((await query(OPEN_THINGS, { ids })).body).toMatchObject({
    data: {
      nodes: [
        { editor: { login: 'robot' }, lastEditedAt: expect.any(String) },
        { mergeable: 'MERGEABLE', reviewDecision: 'CHANGES_REQUESTED', commits: { nodes: [{ commit }] } },
      ],
    },
  });
});

test('what one cannot see is not there, and too much at once is refused', async () => {
  await github.addRepository({ owner: 'acme', name: 'hidden', private: true });
  github.fileIssue({ repo: 'acme/hidden', title: 'Secret' });
  github.addUser({ login: 'acme', token: 'acme-token' });
  const [hidden] = listOf(await ask(github, 'GET /repos/acme/hidden/issues', { token: 'acme-token' }));
  const ids = [hidden?.['node_id']];
  expect((await query(OPEN_THINGS, { ids })).body).toMatchObject({ data: { nodes: [null] } });
  expect((await query(OPEN_THINGS, { ids }, 'acme-token')).body).toMatchObject({
    data: { nodes: [{ number: 1 }] },
  });
  const many = Array.from({ length: 101 }, () => 'x');
  expect((await query(OPEN_THINGS, { ids: many })).body).toMatchObject({
    data: null,
    errors: [{ type: 'ARGUMENT_LIMIT' }],
  });
  expect((await query('{ nonsense }')).body).toMatchObject({ errors: [{ message: expect.any(String) }] });
  expect((await query('{', {}, token)).body).toMatchObject({ errors: [{ message: expect.any(String) }] });
  expect((await ask(github, 'POST /graphql', { body: { query: '{ viewer { login } }' } })).status).toBe(401);
});

test('a used-up limit is an answer with an error', async () => {
  github.setRateLimit({ graphql: 1 });
  const viewer = '{ viewer { login } rateLimit { remaining limit } }';
  expect((await query(viewer)).body).toEqual({
    data: { viewer: { login: 'alice' }, rateLimit: { remaining: 0, limit: 1 } },
  });
  const refused = await query(viewer);
  expect([refused.status, refused.headers.get('x-ratelimit-remaining')]).toEqual([200, '0']);
  expect(refused.body).toMatchObject({ errors: [{ type: 'RATE_LIMITED' }] });
});

test('where GitHub Enterprise has it', async () => {
  const response = await fetch(`${github.url}/api/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({
      query: `{ repository(owner: "acme", name: "widget") { issue(number: 1) { title } } }`,
    }),
  });
  expect(await response.json()).toEqual({ data: { repository: { issue: { title: 'Issue' } } } });
  expect(github.requests.at(-1)).toMatchObject({ route: '/graphql', path: '/graphql', login: 'alice' });
});
