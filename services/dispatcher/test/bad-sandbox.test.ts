import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bash, say, structured } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, type Rig } from './rig.ts';

const podman = (args: string[]) => promisify(execFile)('podman', args);
const repositories = [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }];
let rig: Rig;
beforeAll(async () => {
  rig = await createRig({ repositories });
  await rig.start();
});
afterAll(() => rig[Symbol.asyncDispose]());

const push = 'git add --all && git commit -qm "Work" && git push -q origin HEAD';
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });

async function killOpencode(containerId: string): Promise<void> {
  const { stdout } = await podman(['top', containerId, 'hpid', 'comm']);
  const pids = stdout.split('\n').flatMap((line) => /^(\d+)\s+opencode/.exec(line)?.[1] ?? []);
  expect(pids).not.toEqual([]);
  for (const pid of pids) process.kill(Number(pid), 'SIGKILL');
}

/** An image whose socket is there and answers nothing: opencode never becomes healthy. */
async function muteImage(): Promise<string> {
  const tag = `localhost/${process.env['COMMANDER_TEST_PREFIX']}-mute`;
  const { stdout } = await podman([
    'images',
    '--format',
    '{{.Repository}}:{{.Tag}}',
    'localhost/opencode-commander/agent',
  ]);
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  const entry =
    '["tini", "--", "socat", "UNIX-LISTEN:/run/commander/agent/agent.sock,fork,mode=666", "PIPE"]';
  await writeFile(join(directory, 'Containerfile'), `FROM ${stdout.split('\n')[0]}\nENTRYPOINT ${entry}\n`);
  await podman(['build', '--quiet', '--isolation=chroot', '--tag', tag, directory]);
  await rm(directory, { recursive: true });
  return tag;
}

it('fails a task whose opencode never becomes healthy, and says what the container said', {
  timeout: 120_000,
}, async () => {
  const image = await muteImage();
  const env = { COMMANDER_CONTAINERS_IMAGE: image };
  await using mute = await createRig({ repositories, env, healthyWithinMs: 2_000 });
  await mute.start();

  const task = await mute.ended((await mute.task({ repo: 'acme/web', steps: [] })).id);

  expect(task).toMatchObject({ status: 'failed', attempts: 3, failure: { kind: 'container' } });
  expect(task.failure?.message).toMatch(/did not become healthy within 2 s/);
  await podman(['rmi', '--force', image]);
});

it('tries a task again whose opencode is killed at work, and goes on from what was pushed', {
  timeout: 120_000,
}, async () => {
  const task = await rig.task({
    repo: 'acme/web',
    steps: [bash(`echo a > a.txt && ${push}`), bash('sleep 90')],
  });
  await rig.model.untilRequest(({ conversation }) => conversation.messages.at(-1)?.role === 'tool');
  const { containerId } = await rig.when(task.id, ({ status }) => status === 'running');
  rig.script(task, [bash(`echo b > b.txt && ${push}`), say('Done.'), described]);
  await killOpencode(containerId ?? '');

  const ended = await rig.ended(task.id);

  expect(ended).toMatchObject({ status: 'completed', attempts: 1, crashes: 0 });
  expect(await rig.files('acme/web', ended.branch)).toEqual(expect.arrayContaining(['a.txt', 'b.txt']));
  // Its container's end tells at once what opencode's silence would tell much later.
  const log = JSON.stringify(await rig.store.readEvents(task.id));
  expect(log).toContain('to be tried again: opencode has ended');
});

it('does not work on another repository that has come to bear the name', { timeout: 120_000 }, async () => {
  const { id } = await rig.task({ repo: 'acme/web', repoId: 4711, steps: [] });

  expect(await rig.ended(id)).toMatchObject({
    status: 'failed',
    failure: { kind: 'github', message: expect.stringContaining('another repository') },
  });
});
