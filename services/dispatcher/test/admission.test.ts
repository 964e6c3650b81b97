import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, mountSmallDisk, structured, write } from '@opencode-commander/simulators';
import { expect, it, vi } from 'vitest';
import { atWork, release } from './held-task.ts';
import { createRig, type Rig } from './rig.ts';

const MB = 1024 ** 2;
const podman = (...args: string[]) => promisify(execFile)('podman', args);
const repositories = [
  { owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } },
  { owner: 'acme', name: 'java', files: { 'README.md': '# java\n' } },
];
const push = bash('git add --all && git commit -qm "Work" && git push -q origin HEAD');
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const steps = [write('a.txt', 'a\n'), push, described];
/** Ended by `release`. */
const held = bash('until [ -e /tmp/go ]; do sleep 0.2; done');

/** The image that the tests' set-up has built. */
async function agentImage(): Promise<string> {
  const { stdout } = await podman('images', '--format', '{{.Repository}}:{{.Tag}}');
  const isAgent = (name: string) => name.startsWith('localhost/opencode-commander/agent:');
  return stdout.split('\n').find(isAgent) ?? '';
}

/** Without the second name Podman takes all names from it, the agent image's too. */
const untag = (image: string) => podman('untag', image, image);

/** What the dispatcher says of itself in the registry, as soon as it is so. */
function untilBeat({ queues }: Rig, refuses: unknown): Promise<void> {
  const look = async () =>
    expect(await dispatcherRegistry(queues).list()).toMatchObject([{ host: 'rig', alive: true, refuses }]);
  return vi.waitFor(look, { timeout: 30_000, interval: 100 });
}

it('new tasks wait for memory, and for room on a full disk while what runs goes on; a run that finds it full costs no attempt', {
  timeout: 300_000,
}, async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 96 });
  let availableBytes = 100 * MB;
  await using rig = await createRig({
    repositories,
    env: { COMMANDER_DATA_DIR: join(disk.path, 'data'), COMMANDER_CONTAINERS_MIN_FREE_DISK: '24m' },
    readMemory: async () => ({ availableBytes, stalledPercent: 0 }),
  });
  let fillsAtClaim = false;
  await rig.start((store) => ({
    ...store,
    claim: async (claim) => {
      if (fillsAtClaim) await disk.fill(0);
      fillsAtClaim = false;
      return store.claim(claim);
    },
  }));
  await untilBeat(rig, 'memory is short: 100 MiB available, 640 MiB needed');
  const running = await rig.task({ repo: 'acme/web', steps: [held, ...steps] });
  expect(await rig.store.get(running.id)).toMatchObject({ status: 'queued', epoch: 0 });
  availableBytes = 9_000 * MB;
  const working = await atWork(rig, running);

  await disk.fill(16 * MB);
  await untilBeat(
    rig,
    expect.stringMatching(/^the disk of data_dir is full: 1\d(\.\d)? MiB free, 30 MiB needed$/),
  );
  expect((await rig.health.report()).checks['admission']).toMatchObject({
    ok: true,
    message: expect.stringContaining('data_dir'),
  });
  const { id } = await rig.task({ repo: 'acme/java', steps });
  await release(rig, working);
  expect(await rig.ended(running.id)).toMatchObject({ status: 'completed', attempts: 0 });
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', epoch: 0 });

  fillsAtClaim = true;
  await disk.empty();
  const waiting = await rig.when(id, ({ waitsFor }) => waitsFor !== null);
  expect(waiting).toMatchObject({ status: 'queued', runs: 1, attempts: 0, waitsFor: { kind: 'host' } });
  await untilBeat(rig, expect.stringContaining('the disk of data_dir is full: 0 B free'));
  await disk.empty();
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', attempts: 0, waitsFor: null });
  await untilBeat(rig, null);
});

it('a missing image of agents holds all tasks back, and one of a repository only its own, until it is there', {
  timeout: 300_000,
}, async () => {
  const [mine, java] = ['mine', 'java'].map(
    (name) => `localhost/${process.env['COMMANDER_TEST_PREFIX']}-${name}:latest`,
  ) as [string, string];
  await using rig = await createRig({
    repositories,
    env: { COMMANDER_CONTAINERS_IMAGE: mine },
    toml: `[[repo]]\nname = "acme/java"\nimage = "${java}"\n`,
  });
  await rig.start();
  await untilBeat(rig, `Podman has no image ${mine}: pull or build it`);
  const [held, other] = [
    await rig.task({ repo: 'acme/java', steps }),
    await rig.task({ repo: 'acme/web', steps }),
  ];
  expect(await rig.store.list({ statuses: ['queued'] })).toMatchObject([{ epoch: 0 }, { epoch: 0 }]);

  const agents = await agentImage();
  await podman('tag', agents, mine);
  const waiting = await rig.when(held.id, ({ waitsFor }) => waitsFor !== null);
  const reason = `Podman has no image ${java}: pull or build it`;
  expect(waiting).toMatchObject({
    status: 'queued',
    epoch: 0,
    waitsFor: { kind: 'host', host: 'rig', reason },
  });
  const written = expect.objectContaining({ kind: 'status', taskId: held.id });
  await expect.poll(() => rig.outbox()).toContainEqual(written);
  expect(await rig.ended(other.id)).toMatchObject({ status: 'completed', attempts: 0 });
  expect(await rig.store.get(held.id)).toMatchObject({ status: 'queued', epoch: 0 });

  await podman('tag', agents, java);
  expect(await rig.ended(held.id)).toMatchObject({ status: 'completed', attempts: 0, waitsFor: null });
  await untag(java);
  await untag(mine);
});
