import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildEmptyImage } from '../empty-image.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

describe('commander run, where no agent can run', () => {
  it.each([
    [
      'its socket is absent',
      { COMMANDER_CONTAINERS_SOCKET: '/nowhere/podman.sock' },
      /\/nowhere\/podman\.sock: there is no such socket/,
    ],
    [
      'its image is missing',
      { COMMANDER_CONTAINERS_IMAGE: 'localhost/nothing:1' },
      /there is no image localhost\/nothing:1: pull it/,
    ],
  ])('keeps the task in the queue when %s', async (_what, env, text) => {
    const issue = rig.issue();
    const ended = await rig.call(['run', issue], env);
    expect(ended.code).toBe(2);
    expect(errorsOf(ended)).toEqual([expect.stringMatching(text)]);
    expect(rig.labels(issue)).toEqual(['agent/queued']);
    const task = await rig.task(issue);
    expect(task).toMatchObject({ status: 'queued', attempts: 0 });
    expect(ended.stderr).toContain(
      `Task ${task?.id} stays in the queue: commander run or commander up goes on with it.`,
    );
  });

  it('says that podman is not installed', async () => {
    const bin = join(rig.directory, 'bin');
    await mkdir(bin);
    for (const name of ['git', 'redis-server'])
      await writeFile(join(bin, name), `#!/bin/sh\nexec ${await which(name)} "$@"\n`, { mode: 0o755 });
    for (const args of [['run', rig.issue()], ['up']]) {
      const ended = await rig.commander(args, { PATH: `${bin}:/nowhere` });
      expect(ended.code).toBe(2);
      expect(errorsOf(ended)).toEqual([
        expect.stringMatching(/podman is not installed: commander doctor says how/),
      ]);
    }
  });
});

async function which(name: string): Promise<string> {
  return (await promisify(execFile)('which', [name])).stdout.trim();
}

it('fails the task when its image is without opencode, and says so on the issue', {
  timeout: 60_000,
}, async () => {
  await using image = await buildEmptyImage();
  const issue = rig.issue();
  await rig.enqueue(issue);
  const ended = await rig.commander(['run', issue], { COMMANDER_CONTAINERS_IMAGE: image.name });
  expect(ended.code).toBe(2);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(`${issue} failed (container): `)]);
  expect(rig.labels(issue)).toEqual(['agent/failed']);
  expect(rig.comments(issue).join('\n')).toContain('The agent could not finish this');
});
