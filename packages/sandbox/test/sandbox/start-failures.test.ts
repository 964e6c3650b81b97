import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  createSandbox,
  ENTRY_EXIT_CODES,
  listSandboxes,
  PodmanError,
  type SandboxSpec,
} from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';
import { deriveImage } from '../support/derive-image.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

let host: AgentPodman;
let repositories: string;
let base: string;

beforeAll(async () => {
  host = await agentPodman();
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  base = await makeRepository(repositories, 'acme/web', { 'README.md': 'hello' });
  await makeRepository(repositories, 'acme/empty', {});
}, 240_000);

afterAll(async () => {
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
});

const workspace = (repository: string, sha = base) => ({
  COMMANDER_REPOSITORY: repository,
  COMMANDER_BRANCH: 'agent/12-a1b2c3',
  COMMANDER_BASE: sha,
});

/** Starts it with a door to the repositories and answers with what that throws; removes everything. */
async function startFailure(spec: SandboxSpec, timeoutMs = 20_000): Promise<unknown> {
  const created = await createSandbox(host.podman, spec);
  const door = await openGitDoor(created.brokerSocket, repositories);
  try {
    return await created.start({ timeoutMs }).catch((error: unknown) => error);
  } finally {
    await door.close();
    await created.remove();
  }
}

const CASES = [
  {
    at: 'an absent repository',
    code: 'cloneFailed',
    repository: 'acme/none',
    says: 'cloning acme/none failed',
  },
  {
    at: 'an empty repository',
    code: 'emptyRepository',
    repository: 'acme/empty',
    sha: '',
    says: 'has no commits',
  },
  {
    at: 'an absent commit',
    code: 'baseMissing',
    repository: 'acme/web',
    sha: '1'.repeat(40),
    says: 'is not in',
  },
] as const;

it.each(CASES)('ends at $at', async ({ code, repository, says, ...rest }) => {
  const env = workspace(repository, 'sha' in rest ? rest.sha : base);
  const error = await startFailure(aSandbox(host, { env }));
  expect(error).toMatchObject({ name: 'SandboxEndedError', exitCode: 2, code: ENTRY_EXIT_CODES[code] });
  expect(error).toHaveProperty('message', expect.stringContaining(says));
});

it('ends where no broker listens', async () => {
  const created = await createSandbox(host.podman, aSandbox(host, { env: workspace('acme/web') }));
  await expect(created.start()).rejects.toMatchObject({ code: ENTRY_EXIT_CODES.cloneFailed });
  await created.remove();
});

it('says that an image is not there, and leaves nothing', async () => {
  const spec = aSandbox(host, { image: 'localhost/commander-test/none:1' });
  await expect(createSandbox(host.podman, spec)).rejects.toThrow(
    'Podman has no image localhost/commander-test/none:1: pull or build it',
  );
  expect(await readdir(host.runDir)).toEqual([expect.stringMatching(/^podman-.*\.sock$/)]);
  expect(await listSandboxes(host.podman, { instance })).toEqual([]);
});

it('refuses an instance name that is none, a second sandbox of the same run, a directory too deep', async () => {
  const spec = aSandbox(host);
  await expect(createSandbox(host.podman, { ...spec, instance: 'a/b' })).rejects.toThrow('not "a/b"');
  const deep = { ...spec, runDir: join(host.runDir, 'x'.repeat(90)) };
  await expect(createSandbox(host.podman, deep)).rejects.toThrow('choose a shorter run directory');
  const created = await createSandbox(host.podman, spec);
  await expect(createSandbox(host.podman, spec)).rejects.toThrow('There is a sandbox');
  await created.remove();
});

it('says that an image has no opencode', { timeout: 60_000 }, async () => {
  const name = `localhost/commander-test/bare:${instance}`;
  const image = await deriveImage(host.tag, name, [
    'USER root',
    'RUN rm /usr/local/bin/opencode',
    'USER agent',
  ]);
  const error = await startFailure(aSandbox(host, { image: name, env: workspace('acme/web') }));
  await image.remove();
  expect(error).toMatchObject({ name: 'SandboxEndedError', code: 127 });
  expect(error).toHaveProperty('message', expect.stringMatching(/its image lacks a program.*opencode/));
});

it('does not follow a link to a socket of the host', { timeout: 60_000 }, async () => {
  const name = `localhost/commander-test/hostile:${instance}`;
  const script = `ln -s ${host.podman.socket} /run/commander/agent/agent.sock && sleep 60`;
  const image = await deriveImage(host.tag, name, [`ENTRYPOINT ["tini", "--", "bash", "-c", "${script}"]`]);
  const error = await startFailure(aSandbox(host, { image: name }));
  await image.remove();
  expect(error).toBeInstanceOf(PodmanError);
  expect(error).toHaveProperty('message', expect.stringContaining('that is not a socket'));
});

it.each([
  ['ends', 'exec tail /dev/zero'],
  ['never listens', 'tail /dev/zero; sleep 60'],
])('says that memory ran out when it %s', { timeout: 60_000 }, async (_how, script) => {
  const name = `localhost/commander-test/hungry:${instance}`;
  const image = await deriveImage(host.tag, name, [`ENTRYPOINT ["bash", "-c", "${script}"]`]);
  const error = await startFailure(aSandbox(host, { image: name, memoryBytes: 2 ** 25 }), 5_000);
  await image.remove();
  expect(error).toHaveProperty('message', expect.stringContaining('raise containers.memory_limit'));
});

it('gives up on an image that never has an agent', { timeout: 60_000 }, async () => {
  const name = `localhost/commander-test/idle:${instance}`;
  const image = await deriveImage(host.tag, name, [
    'ENTRYPOINT ["tini", "--", "bash", "-c", "echo idle; sleep 60"]',
  ]);
  const error = await startFailure(aSandbox(host, { image: name }), 500);
  await image.remove();
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/had no agent after 0.5 s.*It printed: idle/),
  );
});
