import { appendFile, cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureAgentImage, PodmanError } from '../../src/index.ts';
import { type AgentPodman, agentPodman, imageDir, instance } from '../support/agent-podman.ts';

let host: AgentPodman;
let changedDir: string;

/** images/agent with another entry script. */
async function changedImageDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  for (const name of await readdir(imageDir))
    if (name !== 'node_modules') await cp(join(imageDir, name), join(directory, name));
  await appendFile(join(directory, 'entry.sh'), `\n# ${instance}\n`);
  await symlink(join(imageDir, 'node_modules'), join(directory, 'node_modules'));
  return directory;
}

beforeAll(async () => {
  host = await agentPodman();
  changedDir = await changedImageDir();
}, 240_000);

afterAll(async () => {
  await host.stop();
  await rm(changedDir, { recursive: true, force: true });
});

const imagesSchema = z.array(z.object({ Id: z.string(), RepoTags: z.array(z.string()).nullish() }));
const images = () =>
  host.podman.call({ method: 'GET', path: '/images/json', query: { all: 'true' } }, imagesSchema);

it('does not build what is there', async () => {
  const lines: string[] = [];
  const again = await ensureAgentImage({
    podman: host.podman,
    imageDir,
    onProgress: (line) => lines.push(line),
  });
  expect(again).toEqual({ tag: host.tag });
  expect(lines).toEqual([]);
});

it('builds a changed image once for two who want it, on a base of choice', { timeout: 240_000 }, async () => {
  const before = await images();
  const lines: string[] = [];
  const want = {
    podman: host.podman,
    imageDir: changedDir,
    base: host.tag,
    onProgress: (line: string) => lines.push(line),
  };
  const [one, two] = await Promise.all([ensureAgentImage(want), ensureAgentImage(want)]);
  expect(one).toEqual(two);
  expect(one.tag).not.toBe(host.tag);
  expect(lines.filter((line) => line.startsWith('building'))).toHaveLength(1);
  expect(lines).toContain('another process is building the agent image: waiting for it');

  await host.podman.send({ method: 'DELETE', path: `/images/${encodeURIComponent(one.tag)}` });
  const left = (await images()).filter(({ Id }) => !before.some((known) => known.Id === Id));
  expect(left.filter(({ RepoTags }) => !RepoTags?.length)).toEqual([]);
  expect(await host.podman.imageExists(host.tag)).toBe(true);
});

it('says that a base image cannot be had', { timeout: 60_000 }, async () => {
  const base = 'localhost/commander-test/no-base:1';
  const want = { podman: host.podman, imageDir, base, onProgress: () => undefined };
  await expect(ensureAgentImage(want)).rejects.toThrow(PodmanError);
  await expect(ensureAgentImage(want)).rejects.toThrow(`The base image ${base} cannot be had:`);
});

it('says what failed in a build, and tags nothing', { timeout: 60_000 }, async () => {
  await writeFile(join(changedDir, 'install.sh'), 'echo about to fail\nexit 3\n');
  const want = { podman: host.podman, imageDir: changedDir, base: host.tag, onProgress: () => undefined };
  await expect(ensureAgentImage(want)).rejects.toThrow(/^The agent image cannot be built: .*exit status 3/);
});
