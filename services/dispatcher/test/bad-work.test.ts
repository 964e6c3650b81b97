import { bash, fail, type Step, say, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRig, type Rig } from './rig.ts';

let rig: Rig;

beforeAll(async () => {
  rig = await createRig({
    repositories: [
      { owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } },
      { owner: 'acme', name: 'empty' },
    ],
    env: { COMMANDER_CONTAINERS_MAX_FILE_BYTES: '1m', COMMANDER_CONTAINERS_MAX_PUSH_BYTES: '20m' },
  });
  await rig.start();
}, 120_000);
afterAll(() => rig[Symbol.asyncDispose]());

const commit = 'git add --all && git commit -qm work';

type Row = { name: string; repo?: string; steps: readonly Step[]; kind: string; says: RegExp };

const rows: Row[] = [
  {
    name: 'pushes nothing',
    steps: [say('Nothing to do.')],
    kind: 'no_work',
    says: /without pushing any change/,
  },
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
    name: 'pushes a file of 200 MB that packs small',
    steps: [bash(`truncate -s 200M big.bin && ${commit} && git push -q origin HEAD`)],
    kind: 'push_refused',
    says: /big\.bin.*200/,
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
  {
    name: 'meets a model that refuses the key',
    steps: [fail(401)],
    kind: 'model_refused',
    says: /401|key|auth/i,
  },
  {
    name: 'meets a model that is broken',
    steps: [fail(500, { retryAfterSeconds: 1 })],
    kind: 'model',
    says: /500|model/i,
  },
  { name: 'works on an empty repository', repo: 'acme/empty', steps: [], kind: 'github', says: /no commit/ },
];

describe('an agent that', () => {
  it.each(rows)(
    '$name fails its task with a reason',
    { timeout: 180_000 },
    async ({ repo = 'acme/web', ...row }) => {
      const before = rig.github.pulls(repo).length;

      const { id } = await rig.task({ repo, steps: row.steps });
      const task = await rig.ended(id);

      expect(task).toMatchObject({ status: 'failed', failure: { kind: row.kind } });
      expect(task.failure?.message).toMatch(row.says);
      expect(rig.github.pulls(repo)).toHaveLength(before);
      const comments = (await rig.outbox()).filter((each) => each.kind === 'comment' && each.taskId === id);
      expect(comments).toMatchObject([{ operation: `failure_${task.epoch}` }]);
      expect(JSON.stringify(comments)).not.toMatch(/ghp_|sk-rig/);
    },
  );
});
