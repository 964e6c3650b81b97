import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, listSandboxes, type Podman, type SandboxSpec } from '../../src/index.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';
import { askAgent } from '../support/ask-agent.ts';
import { makeRepository, openGitDoor } from '../support/git-door.ts';

let host: AgentPodman;
let podman: Podman;
let spec: SandboxSpec;
let repositories: string;

beforeAll(async () => {
  host = await agentPodman();
  podman = host.podman;
  repositories = await mkdtemp(join(tmpdir(), 'g'));
  const base = await makeRepository(repositories, 'acme/web', {
    'opencode.json': JSON.stringify({ model: 'acme/of-the-repository' }),
  });
  spec = aSandbox(host, {
    env: {
      COMMANDER_REPOSITORY: 'acme/web',
      COMMANDER_BRANCH: 'agent/12-a1b2c3',
      COMMANDER_BASE: base,
      COMMANDER_OPENCODE_GLOBAL_CONFIG: JSON.stringify({ model: 'acme/fallback', username: 'of the global' }),
    },
  });
}, 240_000);

afterAll(async () => {
  await host.stop();
  await rm(repositories, { recursive: true, force: true });
});

it('is created, started, stopped and removed', { timeout: 150_000 }, async () => {
  const marks: Record<string, number> = {};
  const mark = (name: string, since: number) => {
    marks[name] = Math.round(performance.now() - since);
    return performance.now();
  };
  let at = performance.now();
  const created = await createSandbox(podman, spec);
  at = mark('create', at);
  const door = await openGitDoor(created.brokerSocket, repositories);
  at = performance.now();
  const started = await created.start();
  at = mark('start to socket', at);
  expect(await askAgent(started.agentSocket, '/global/health')).toMatchObject({ healthy: true });
  at = mark('boot', at);
  expect(await askAgent(started.agentSocket, '/vcs?directory=/workspace')).toMatchObject({
    branch: 'agent/12-a1b2c3',
  });
  expect(await askAgent(started.agentSocket, '/config?directory=/workspace')).toMatchObject({
    model: 'acme/of-the-repository',
    username: 'of the global',
  });
  expect(await started.oomKills()).toBe(0);
  expect(await listSandboxes(podman, { instance })).toMatchObject([
    { taskId: '12-a1b2c3', epoch: spec.epoch, instance, running: true, name: created.name },
  ]);

  at = performance.now();
  const stopped = await started.stop();
  at = mark('stop', at);
  expect(await started.exited).toEqual({ code: 143 });
  expect(await listSandboxes(podman, { instance })).toMatchObject([{ running: false }]);
  await door.close();

  at = performance.now();
  await stopped.remove();
  mark('remove', at);
  await stopped.remove();
  await started.remove();
  expect(await listSandboxes(podman, { instance })).toEqual([]);
  await expect(stat(dirname(dirname(created.brokerSocket)))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(started.logs(5)).rejects.toThrow('no such container');
  if (process.env['COMMANDER_TEST_TIMES']) process.stderr.write(`${JSON.stringify(marks)}\n`);
});
