import { bash, fail, type Step, write } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await createRig({
    repositories: [
      { owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } },
      { owner: 'acme', name: 'empty' },
    ],
  });
  await rig.start();
}, 120_000);
afterAll(() => rig[Symbol.asyncDispose]());

const commit = 'git add --all && git commit -qm work';

type Row = { name: string; repo?: string; steps: readonly Step[]; kind: string; says: RegExp };

const rows: Row[] = [
  {
    name: 'pushes to another branch',
    steps: [
      write('a.txt', 'a\n'),
      bash(`${commit}; git push origin HEAD:main; git push origin HEAD:agent/other`),
    ],
    kind: 'push_refused',
    says: /only agent\/\d+-[0-9a-f]{6} may be pushed/,
  },
  {
    name: 'changes a workflow',
    steps: [
      bash(
        `mkdir -p .github/workflows && echo x > .github/workflows/x.yml && ${commit} && git push -q origin HEAD`,
      ),
    ],
    kind: 'push_refused',
    says: /\.github\/workflows\/x\.yml/,
  },
  { name: 'works on an empty repository', repo: 'acme/empty', steps: [], kind: 'github', says: /no commit/ },
];

describe('an agent that', () => {
  it.each(rows)(
    '$name fails its task with a reason',
    { timeout: 180_000 },
    async ({ repo = 'acme/web', ...row }) => {
      const { id } = await rig.task({ repo, steps: row.steps });
      await expectFailed(await rig.ended(id), row);
    },
  );

  it('meets a model that is broken is tried again, and one whose key is refused fails its task with a reason', {
    timeout: 180_000,
  }, async () => {
    const broken = fail(500, { retryAfterSeconds: 1 });
    const task = await rig.task({ repo: 'acme/web', steps: [broken] });
    await rig.retried(task.id);
    rig.script(task, [fail(401)]);
    const ended = await rig.ended(task.id);
    await expectFailed(ended, { kind: 'model_refused', says: /401|key|auth/i });
    expect(ended).toMatchObject({ attempts: 2, runs: 2 });
    const events = (await rig.store.readEvents(task.id)).map(({ event }) => event);
    const said = expect.stringMatching(/^to be tried again: .*(500|model)/i);
    expect(events).toContainEqual(expect.objectContaining({ type: 'status', message: said }));
  });
});

/** With a comment that says why and holds no credential, and no pull request. */
async function expectFailed(task: Task, { kind, says }: Pick<Row, 'kind' | 'says'>): Promise<void> {
  expect(task).toMatchObject({ status: 'failed', failure: { kind } });
  expect(task.failure?.message).toMatch(says);
  expect(rig.github.pulls(task.source.repo)).toEqual([]);
  const comments = (await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === task.id);
  expect(comments).toMatchObject([{ operation: `failure_${task.epoch}` }]);
  expect(JSON.stringify(comments)).not.toMatch(/ghp_|sk-rig/);
}
