import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dispatcherRegistry } from '@opencode-commander/queue';
import { bash, mountSmallDisk, structured, write } from '@opencode-commander/simulators';
import { expect, it, vi } from 'vitest';
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

it('a full disk holds new tasks back while what runs goes on, and room lets them in again', {
  timeout: 300_000,
}, async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 96 });
  const env = {
    COMMANDER_DATA_DIR: join(disk.path, 'data'),
    COMMANDER_CONTAINERS_MIN_FREE_DISK: '24m',
  };
  await using rig = await createRig({ repositories, env });
  await rig.start();
  const running = await rig.task({ repo: 'acme/web', steps: [bash('sleep 12'), ...steps] });
  await rig.when(running.id, ({ status }) => status === 'running');

  await disk.fill(16 * MB);

  await untilBeat(
    rig,
    expect.stringMatching(/^the disk of data_dir is full: 1\d(\.\d)? MiB free, 30 MiB needed$/),
  );
  expect((await rig.health.report()).checks['admission']).toMatchObject({
    ok: true,
    message: expect.stringContaining('data_dir'),
  });
  const held = await rig.task({ repo: 'acme/web', steps });
  expect(await rig.ended(running.id)).toMatchObject({ status: 'completed', attempts: 0 });
  expect(await rig.store.get(held.id)).toMatchObject({ status: 'queued', epoch: 0 });
  await disk.empty();
  expect(await rig.ended(held.id)).toMatchObject({ status: 'completed', attempts: 0 });
  await untilBeat(rig, null);
});

it('a run that finds the disk full is tried again when there is room, and costs no attempt', {
  timeout: 300_000,
}, async () => {
  await using disk = await mountSmallDisk({ path: join(tmpdir(), 'disk'), megabytes: 96 });
  const env = {
    COMMANDER_DATA_DIR: join(disk.path, 'data'),
    COMMANDER_CONTAINERS_MIN_FREE_DISK: '24m',
  };
  await using rig = await createRig({ repositories, env });
  let isFirst = true;
  await rig.start((store) => ({
    ...store,
    claim: async (claim) => {
      if (isFirst) await disk.fill(0);
      isFirst = false;
      return store.claim(claim);
    },
  }));
  const { id } = await rig.task({ repo: 'acme/web', steps });

  const waiting = await rig.when(id, ({ waitsFor }) => waitsFor !== null);

  expect(waiting).toMatchObject({ status: 'queued', runs: 1, attempts: 0, waitsFor: { kind: 'host' } });
  await untilBeat(rig, expect.stringContaining('the disk of data_dir is full: 0 B free'));
  await disk.empty();
  expect(await rig.ended(id)).toMatchObject({ status: 'completed', attempts: 0, waitsFor: null });
});

it('memory that is short holds new tasks back until there is more', { timeout: 300_000 }, async () => {
  let availableBytes = 100 * MB;
  await using rig = await createRig({
    repositories,
    readMemory: async () => ({ availableBytes, stalledPercent: 0 }),
  });
  await rig.start();
  await untilBeat(rig, 'memory is short: 100 MiB available, 640 MiB needed');
  const { id } = await rig.task({ repo: 'acme/web', steps });
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', epoch: 0 });

  availableBytes = 9_000 * MB;

  expect(await rig.ended(id)).toMatchObject({ status: 'completed', attempts: 0 });
});

it('an image that is missing holds back the tasks of its repository only, until it is there', {
  timeout: 300_000,
}, async () => {
  const image = `localhost/${process.env['COMMANDER_TEST_PREFIX']}-java:latest`;
  await using rig = await createRig({
    repositories,
    toml: `[[repo]]\nname = "acme/java"\nimage = "${image}"\n`,
  });
  await rig.start();
  const held = await rig.task({ repo: 'acme/java', steps });

  const waiting = await rig.when(held.id, ({ waitsFor }) => waitsFor !== null);

  const reason = `Podman has no image ${image}: pull or build it`;
  expect(waiting).toMatchObject({
    status: 'queued',
    epoch: 0,
    waitsFor: { kind: 'host', host: 'rig', reason },
  });
  const written = expect.objectContaining({ kind: 'status', taskId: held.id });
  await expect.poll(() => rig.outbox()).toContainEqual(written);
  const other = await rig.task({ repo: 'acme/web', steps });
  expect(await rig.ended(other.id)).toMatchObject({ status: 'completed' });
  await podman('tag', await agentImage(), image);
  expect(await rig.ended(held.id)).toMatchObject({ status: 'completed', attempts: 0, waitsFor: null });
  await untag(image);
});

it('an image of agents that is missing holds all tasks back until it is there', {
  timeout: 300_000,
}, async () => {
  const image = `localhost/${process.env['COMMANDER_TEST_PREFIX']}-mine:latest`;
  await using rig = await createRig({ repositories, env: { COMMANDER_CONTAINERS_IMAGE: image } });
  await rig.start();
  await untilBeat(rig, `Podman has no image ${image}: pull or build it`);
  const { id } = await rig.task({ repo: 'acme/web', steps });
  expect(await rig.store.get(id)).toMatchObject({ status: 'queued', epoch: 0 });

  await podman('tag', await agentImage(), image);

  expect(await rig.ended(id)).toMatchObject({ status: 'completed', attempts: 0 });
  await untag(image);
});
