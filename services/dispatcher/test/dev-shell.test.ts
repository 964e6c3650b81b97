import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureAgentImage, openPodman } from '@opencode-commander/sandbox';
import { bash, question, say, structured } from '@opencode-commander/simulators';
import { statusComment, type Task } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DispatcherService, instanceOf } from '../src/index.ts';
import { createRig, type Rig } from './rig.ts';

const run = async (...args: string[]) => (await promisify(execFile)('podman', args)).stdout;
const NIX_IMAGE = `localhost/${process.env['COMMANDER_TEST_PREFIX']}-nix`;
const SYSTEM = process.arch === 'arm64' ? 'aarch64-linux' : 'x86_64-linux';

/** A dev shell that needs nothing but the image's bash; what `made` says is another thing each time it is made. */
const FLAKE = `{
  outputs = { self }:
    let
      made = derivation {
        name = "made"; system = "${SYSTEM}"; builder = "/bin/bash";
        args = [ "-c" "read -r id </proc/sys/kernel/random/uuid; echo $id >$out" ];
      };
    in {
      devShells.${SYSTEM}.default = derivation {
        name = "shell"; system = "${SYSTEM}"; builder = "/bin/bash"; outputs = [ "out" ];
        inherit made; FROM_FLAKE = "yes"; shellHook = "export HOOKED=too";
        OPENCODE_SERVER_PASSWORD = "of the flake"; HTTP_PROXY = "http://127.0.0.1:9";
      };
    };
}
`;
const UNREACHABLE = '{ inputs.far.url = "github:acme/far"; outputs = { self, far }: far; }\n';
const withHook = (hook: string) => FLAKE.replace('export HOOKED=too', hook);
/** Its hook has a word on what became of the shell, which is not believed. */
const LYING = withHook('export HOOKED=too; seq 300; echo agent-entry: dev shell no_nix');

const repository = (name: string, flake: string) => ({ owner: 'acme', name, files: { 'flake.nix': flake } });
const push = bash('date +%N >work.txt; git add --all && git commit -qm "Work" && git push -q origin HEAD');
const look = bash(
  'echo shell=$FROM_FLAKE-$HOOKED proxy=$HTTP_PROXY made=$(cat $made) cache=$(touch /run/commander/nix-cache/x && echo open)',
);
const described = structured({ title: 'Work', body: 'Worked.', summary: 'It is done.' });
const done = [push, say('Done.'), described];

let rig: Rig;
let dispatcher: DispatcherService;

beforeAll(async () => {
  const agentImage = await buildImages();
  rig = await createRig({
    repositories: [
      repository('web', LYING),
      repository('without', FLAKE),
      repository('must', FLAKE),
      repository('must-far', UNREACHABLE),
      repository('never', FLAKE),
      repository('must-replaced', withHook('exec /bin/bash')),
      repository('once', withHook('[ ! -e $HOME/.once ] || exit 0; touch $HOME/.once')),
    ],
    env: { COMMANDER_CONTAINERS_IMAGE: NIX_IMAGE, COMMANDER_CONTAINERS_KEEP_WARM: '0s' },
    toml: [
      ['acme/without', `image = "${agentImage}"`],
      ['acme/must', `image = "${agentImage}"\nnix = "always"`],
      ['acme/must-far', 'nix = "always"'],
      ['acme/must-replaced', 'nix = "always"'],
      ['acme/never', 'nix = "never"'],
    ]
      .map(([name, settings]) => `[[repo]]\nname = "${name}"\n${settings}\n`)
      .join(''),
  });
  dispatcher = await rig.start();
}, 300_000);

afterAll(async () => {
  await rig[Symbol.asyncDispose]();
  await removeCaches(rig);
  await run('rmi', '--force', NIX_IMAGE);
}, 60_000);

/** Nothing else does: the caches survive whoever made them. */
async function removeCaches({ config }: Rig): Promise<void> {
  const filter = `label=commander.instance=${instanceOf(config)}`;
  const volumes = (await run('volume', 'ls', '--quiet', '--filter', filter)).split('\n').filter(Boolean);
  expect(volumes).not.toEqual([]);
  await run('volume', 'rm', ...volumes);
}

/** The agent image, and one with Debian's nix on top; gives the name of the first. */
async function buildImages(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  const opened = await openPodman({
    ...{ socket: null, runDir: directory, runtime: null, environment: process.env },
  });
  const imageDir = fileURLToPath(new URL('../../../images/agent', import.meta.url));
  const { tag } = await ensureAgentImage({ podman: opened.podman, imageDir, onProgress: () => undefined });
  await opened.stop();
  const lines = [
    `FROM ${tag}`,
    'USER root',
    'RUN apt-get update -q && apt-get install -qy --no-install-recommends nix-bin && install -d -o agent /nix',
    'USER agent',
  ];
  await writeFile(join(directory, 'Containerfile'), `${lines.join('\n')}\n`);
  await run('build', '--quiet', '--isolation=chroot', '--layers=false', '--tag', NIX_IMAGE, directory);
  await rm(directory, { recursive: true });
  return tag;
}

/** What a task's agent saw of its shell, each time it looked. */
async function seen({ id }: Task): Promise<string[]> {
  const events = (await rig.store.readEvents(id)).map(({ event }) => event);
  return events.flatMap((event) =>
    event.type === 'tool' && event.state === 'completed'
      ? (/shell=\S* proxy=\S* made=\S* cache=\S*/.exec(event.output)?.[0] ?? [])
      : [],
  );
}

const shown = (task: Task) => statusComment({ ...task, status: 'running' }, { position: null });

it('serves opencode from within the dev shell, whatever its hook says of that, also when it is started again, and keeps what nix made', {
  timeout: 240_000,
}, async () => {
  const asked = question({ question: 'Which colour?', options: ['Red', 'Blue'] });
  const first = await rig.task({ repo: 'acme/web', steps: [look, asked] });
  const waiting = await rig.when(first.id, ({ status }) => status === 'waiting_human');
  expect(waiting.devShell).toBe('entered');
  const containerId = waiting.containerId ?? '';
  await promisify(execFile)('podman', ['wait', containerId]);
  rig.script(first, [look, ...done]);
  await rig.answer(first.id, { kind: 'answers', answers: [['Blue']] });
  const ended = await rig.ended(first.id);

  expect(ended).toMatchObject({ status: 'completed', containerId });
  expect(shown(ended)).toContain('In the dev shell of `flake.nix`');
  const [before, after, ...more] = await seen(first);
  expect(before).toMatch(/^shell=yes-too proxy=http:\/\/127.0.0.1:8080 made=[0-9a-f-]{36} cache=$/);
  expect([after, ...more]).toEqual([before]);
  await expect.poll(() => rig.containers(dispatcher.podman), { timeout: 20_000 }).toEqual([]);

  const second = await rig.task({ repo: 'acme/web', steps: [look, ...done] });
  expect(await rig.ended(second.id)).toMatchObject({ status: 'completed', devShell: 'entered' });
  expect(await seen(second)).toEqual([before]);
});

it('runs plainly where the image has no nix, and says so', { timeout: 60_000 }, async () => {
  const { id } = await rig.task({ repo: 'acme/without', steps: [look, ...done] });
  const ended = await rig.ended(id);
  expect(ended.status).toBe('completed');
  expect(shown(ended)).toContain("Not in the dev shell of `flake.nix`: the agent's image has no nix");
  expect(await seen(ended)).toEqual([expect.stringMatching(/^shell=- /)]);
});

it('fails a task that must have the dev shell where the image has no nix', { timeout: 60_000 }, async () => {
  const { id } = await rig.task({ repo: 'acme/must', steps: done });
  expect(await rig.ended(id)).toMatchObject({ status: 'failed', attempts: 1, containerId: null });
  expect((await rig.store.get(id))?.failure).toEqual({
    kind: 'dev_shell',
    message: expect.stringMatching(
      /nix = "always", but the image localhost\/opencode-commander\/agent:\w+ has no nix: name one that has it in containers.image, or say nix = "auto"/,
    ),
  });
});

it.each([
  ['may not download what it needs', 'far', "error: unable to download 'https://api.github.com/"],
  ['has a hook that replaces the shell', 'replaced', 'error: the shellHook ends or replaces the shell'],
])(
  'fails a task that must have the dev shell of a flake that %s',
  { timeout: 60_000 },
  async (_, name, said) => {
    const { id } = await rig.task({ repo: `acme/must-${name}`, steps: done });
    const { failure, ...ended } = await rig.ended(id);
    expect(ended).toMatchObject({ status: 'failed', attempts: 1, containerId: null });
    expect(failure?.kind).toBe('dev_shell');
    for (const words of [said, 'containers.egress_allow']) expect(failure?.message).toContain(words);
  },
);

it('runs plainly beside a hook that ends the shell when it runs again, and says so', {
  timeout: 60_000,
}, async () => {
  const { id } = await rig.task({ repo: 'acme/once', steps: [look, ...done] });
  const ended = await rig.ended(id);
  expect(ended).toMatchObject({ status: 'completed', attempts: 0, devShell: 'failed' });
  expect(shown(ended)).toContain('Not in the dev shell of `flake.nix`: nix could not make it');
  expect(await seen(ended)).toEqual([expect.stringMatching(/^shell=- /)]);
  const said = 'error: the shellHook did not let a program begin';
  expect(JSON.stringify(await rig.store.readEvents(id))).toContain(said);
});

it('does not look at a flake that it is to leave alone', { timeout: 60_000 }, async () => {
  const { id } = await rig.task({ repo: 'acme/never', steps: [look, ...done] });
  const ended = await rig.ended(id);
  expect(ended).toMatchObject({ status: 'completed', devShell: null });
  expect(shown(ended)).not.toContain('flake');
  expect(await seen(ended)).toEqual([expect.stringMatching(/^shell=- /)]);
});

it('does not wait for nix longer than it may take', { timeout: 60_000 }, async () => {
  const slow = await createRig({
    repositories: [repository('slow', withHook('sleep 600'))],
    env: { COMMANDER_CONTAINERS_IMAGE: NIX_IMAGE, COMMANDER_TIMEOUTS_DEV_SHELL: '3s' },
    toml: '[[repo]]\nname = "acme/slow"\nnix = "always"\n',
  });
  try {
    await slow.start();
    const { id } = await slow.task({ repo: 'acme/slow', steps: done });
    expect(await slow.ended(id)).toMatchObject({
      ...{ status: 'failed', attempts: 1, containerId: null },
      failure: { kind: 'dev_shell', message: expect.stringContaining('timeouts.dev_shell') },
    });
  } finally {
    await slow[Symbol.asyncDispose]();
    await removeCaches(slow);
  }
});
