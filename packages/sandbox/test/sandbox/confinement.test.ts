import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createSandbox, listSandboxes, removeSandboxes } from '../../src/index.ts';
import { untilExited } from '../../src/sandbox/container-exit.ts';
import { containerLogs } from '../../src/sandbox/container-logs.ts';
import { aSandbox } from '../support/a-sandbox.ts';
import { type AgentPodman, agentPodman, instance } from '../support/agent-podman.ts';
import { deriveImage } from '../support/derive-image.ts';

let host: AgentPodman;
let image: Awaited<ReturnType<typeof deriveImage>>;

/** Prints what a process in a sandbox has and may, as `name=value` lines. */
const PROBE = `
echo uid=$(id -u)
echo caps=$(grep CapBnd /proc/self/status | cut -f2)
echo no_new_privs=$(grep NoNewPrivs /proc/self/status | cut -f2)
echo seccomp=$(grep Seccomp: /proc/self/status | cut -f2)
echo uid_map=$(tr -s ' ' </proc/self/uid_map)
echo interfaces=$(ls /sys/class/net | tr '\\n' ' ')
echo broker_writable=$(touch /run/commander/broker/x 2>/dev/null && echo yes || echo no)
echo agent_writable=$(touch /run/commander/agent/x 2>/dev/null && echo yes || echo no)
echo agent_executable=$(cp /bin/true /run/commander/agent/y && /run/commander/agent/y 2>/dev/null && echo yes || echo no)
echo etc_writable=$(touch /etc/x 2>/dev/null && echo yes || echo no)
echo tools=$(command -v git rg socat node npm opencode bash | wc -w)
echo npm=$(npm --version)
echo secrets=$(env | grep -ci -e proxy -e token)
`;

beforeAll(async () => {
  host = await agentPodman();
  const name = `localhost/commander-test/probe:${instance}`;
  const encoded = Buffer.from(PROBE).toString('base64');
  const run = `echo ${encoded} | base64 -d >/tmp/probe; bash /tmp/probe`;
  image = await deriveImage(host.tag, name, [`ENTRYPOINT ["bash", "-c", "${run}"]`]);
}, 240_000);

afterAll(async () => {
  await image.remove();
  await host.stop();
});

async function probe(): Promise<Record<string, string>> {
  const created = await createSandbox(host.podman, aSandbox(host, { image: image.name }));
  await created.start().catch((error: unknown) => expect(error).toMatchObject({ code: 0 }));
  const text = await containerLogs(host.podman, created.id, 50);
  await created.remove();
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).map((part) => part.trim())),
  );
}

it('has no network, no capability, no way up, and nothing of the host', { timeout: 60_000 }, async () => {
  const seen = await probe();
  expect(seen).toMatchObject({
    uid: '1000',
    caps: '0000000000000000',
    no_new_privs: '1',
    seccomp: '2',
    interfaces: 'lo',
    broker_writable: 'no',
    agent_writable: 'yes',
    agent_executable: 'no',
    etc_writable: 'no',
    tools: '7',
    npm: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    secrets: '0',
  });
  const rootless = (await host.podman.info()).host.security.rootless;
  if (!rootless) expect(seen['uid_map']).toMatch(/^0 \d{10} 65536$/);
});

it('gives every sandbox uids and limits of its own', { timeout: 60_000 }, async () => {
  const specs = [1, 2, 3].map(() =>
    aSandbox(host, { image: image.name, pidsLimit: 77, memoryBytes: 2 ** 29 }),
  );
  const created = await Promise.all(specs.map((spec) => createSandbox(host.podman, spec)));
  const listed = await listSandboxes(host.podman, { instance });
  expect(listed.map(({ name }) => name).sort()).toEqual(created.map(({ name }) => name).sort());
  expect(new Set(listed.map(({ uidBase }) => uidBase)).size).toBe(3);
  const limits = z.object({
    HostConfig: z.object({
      Memory: z.number(),
      MemorySwap: z.number(),
      PidsLimit: z.number(),
      NanoCpus: z.number(),
    }),
    Mounts: z.array(z.object({ Destination: z.string() })),
  });
  const path = `/containers/${created[0]?.id}/json`;
  expect(await host.podman.call({ method: 'GET', path }, limits)).toMatchObject({
    HostConfig: { Memory: 2 ** 29, MemorySwap: 2 ** 29, PidsLimit: 77, NanoCpus: 2e9 },
  });

  const spared = listed[0]?.id;
  const removed = await removeSandboxes(host.podman, { instance, unless: ({ id }) => id === spared });
  expect(removed).toHaveLength(2);
  expect(await listSandboxes(host.podman, { instance })).toMatchObject([{ id: spared }]);
  expect(await removeSandboxes(host.podman, { instance: 'nobody' })).toEqual([]);
  expect(await untilExited(host.podman, removed[0]?.id ?? '', AbortSignal.timeout(5_000))).toEqual({
    code: null,
  });
  await removeSandboxes(host.podman, { instance });
});
