import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';
import { deriveImage } from '../support/derive-image.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

let host: AgentPodman;
let repositories: string;
let env: Record<string, string>;
let without: Awaited<ReturnType<typeof deriveImage>>;

beforeAll(async () => {
  host = await agentPodman();
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  const base = await makeRepository(repositories, 'acme/web', { '.opencode/agent/reviewer.md': 'Review.' });
  env = {
    COMMANDER_REPOSITORY: 'acme/web',
    COMMANDER_BRANCH: 'agent/12-a1b2c3',
    COMMANDER_BASE: base,
  };
  without = await deriveImage(host.tag, `localhost/commander-test/no-plugin:${instance}`, [
    'USER root',
    // What is lent is so before opencode boots.
    `RUN printf '#!/bin/sh\\necho listening on nothing; sleep 600\\n' >"$(command -v opencode)"`,
    'RUN rm -r /usr/local/lib/opencode-plugin',
    'USER agent',
  ]);
}, 300_000);

afterAll(async () => {
  await without.remove();
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
}, 60_000);

/** What is in the repository's `.opencode`, and what an agent would commit if it committed everything. */
async function lookInside(image: string): Promise<{ files: string; uncommitted: string }> {
  const created = await createSandbox(host.podman, aSandbox(host, { image, env }));
  const door = await openGitDoor(created.brokerSocket, repositories);
  try {
    const { id } = await created.start();
    const run = async (...args: string[]) =>
      (await promisify(execFile)('podman', ['exec', id, ...args])).stdout;
    const uncommitted = await run('git', '-C', '/workspace', 'status', '--porcelain');
    return { files: await run('ls', '/workspace/.opencode'), uncommitted };
  } finally {
    await door.close();
    await created.remove();
  }
}

it('lends a repository the plugin of the image, and keeps it out of what an agent commits', {
  timeout: 120_000,
}, async () => {
  expect(await lookInside(host.tag)).toEqual({
    files: 'agent\nnode_modules\npackage-lock.json\n',
    uncommitted: '',
  });
});

it('lends nothing where the image has no plugin', { timeout: 120_000 }, async () => {
  expect(await lookInside(without.name)).toEqual({ files: 'agent\n', uncommitted: '' });
});
