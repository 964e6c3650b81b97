import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT_CODES } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { farAway, GATEWAY_TOKEN, startGatewayOf } from '../a-gateway.ts';
import { createRig, errorsOf, REPO, type Rig } from '../rig.ts';

let rig: Rig;
let gateway: Awaited<ReturnType<typeof startGatewayOf>>;
beforeAll(async () => {
  rig = await createRig();
  gateway = await startGatewayOf(rig, { heartbeatMs: 50 });
});
afterAll(async () => {
  await gateway.stop();
  await rig[Symbol.asyncDispose]();
});

const ask = (...args: string[]) => rig.call(args, farAway(rig, gateway.url));

async function json(...args: string[]) {
  const { code, stdout, stderr } = await ask(...args, '--json');
  expect(code, stderr.join('\n')).toBe(0);
  return JSON.parse(stdout.join());
}

async function queued(): Promise<string> {
  return (await json('enqueue', rig.issue())).task.id;
}

it('asks and steers without configuration, Redis and GitHub token', { timeout: 120_000 }, async () => {
  const issue = rig.issue();
  const enqueued = await ask('enqueue', issue);
  expect(enqueued.stdout).toEqual([expect.stringMatching(/^Task .* is number 1 in the queue$/)]);
  expect(enqueued.stderr).toEqual(['No dispatcher is at work: start one with commander up.']);
  const [{ task }] = (await json('queue')).queue;
  expect((await ask('queue')).stdout[1]).toContain(`${task.id}  ${issue}`);
  expect((await json('status', '--recent', '1')).tasks.queued).toBe(1);
  expect((await ask('status')).stdout).toContain('Queue  1 medium');
  expect(await json('queue', 'prioritize', issue, 'high')).toMatchObject({ changed: true });
  expect((await ask('show', `${rig.github.url}/${issue.replace('#', '/issues/')}`)).stdout.join()).toContain(
    task.id,
  );
  expect(await json('budget', task.id, '2')).toMatchObject({ granted: true });
  expect(await json('model', task.id, 'simulated/other')).toMatchObject({ changed: true });
  expect(await json('queue', 'cancel', task.id, '-y')).toMatchObject({ stopped: true });
  expect(await json('queue', 'retry', task.id)).toMatchObject({ retried: true });
  expect(await json('cost')).toMatchObject({ rows: [] });
  expect(await json('outbox', 'list')).toMatchObject({ dead: 0 });
  expect(await json('outbox', 'replay', '--all')).toEqual({ replayed: [] });
  expect((await ask('repos', 'add', REPO)).stdout).toEqual([`${REPO} is served from now on`]);
  expect((await ask('repos', 'list')).stdout[1]).toContain(REPO);
  expect((await ask('pause', '--provider', 'a', '--reason', 'why not')).stdout).toEqual([
    expect.stringMatching(/^a is paused by http as maria \(cli\), .*: why not$/),
  ]);
  expect(await json('pauses')).toMatchObject({ pauses: [{ name: 'a' }] });
  expect((await ask('resume', '--provider', 'a')).stdout).toEqual(['a is resumed']);
  const said = (await rig.store.readEvents(task.id)).map(({ event }) => 'message' in event && event.message);
  expect(said).toContain('tried again, by http as maria (cli)');
});

it('takes the address by --url and the token from a file', async () => {
  const file = join(rig.directory, 'token');
  await writeFile(file, `${GATEWAY_TOKEN}\n`);
  const env = {
    ...farAway(rig, 'http://127.0.0.1:9'),
    COMMANDER_TOKEN: undefined,
    COMMANDER_TOKEN_FILE: file,
  };
  const { code } = await rig.call(['pauses', '--url', `${gateway.url}/`], env);
  expect(code).toBe(0);
});

it('gives the log, or the last of it', async () => {
  const id = await queued();
  const at = new Date().toISOString();
  for (const message of ['a', 'b', 'c'])
    await rig.store.appendEvent(id, { type: 'service', at, level: 'info', message });
  const logs = async (...args: string[]) =>
    (await ask('logs', id, '--json', ...args)).stdout.map((line) => JSON.parse(line).event.message);
  expect(await logs('-n', '2')).toEqual(['b', 'c']);
  expect((await logs()).slice(-3)).toEqual(['a', 'b', 'c']);
  expect((await logs()).slice(0, 1)).toEqual(['accepted']);
  expect(await logs('-n', '501')).toEqual(await logs());
});

it('follows over a gateway that goes away and comes back', { timeout: 60_000 }, async () => {
  const other = await startGatewayOf(rig, { heartbeatMs: 50 });
  const port = Number(new URL(other.url).port);
  const id = await queued();
  const say = (message: string) =>
    rig.store.appendEvent(id, { type: 'service', at: new Date().toISOString(), level: 'info', message });
  const following = rig.start(['logs', '-f', id], farAway(rig, other.url));
  await following.line('accepted');
  await say('before');
  await following.line('before');
  await other.stop();
  await following.line('tried again until it is back');
  await say('meanwhile');
  const again = await startGatewayOf(rig, { port });
  await following.line('The gateway is back.');
  await following.line('meanwhile');
  await rig.store.change({ id, epoch: 0, at: new Date().toISOString(), status: 'cancelled' });
  const { code, stdout } = await following.ended;
  expect(code).toBe(0);
  expect(stdout.filter((line) => /before|meanwhile|accepted/.test(line))).toHaveLength(3);
  await again.stop();
});

it('looks after the installation there, not after this host', async () => {
  const examined = await ask('doctor', '--json');
  const { requirements } = JSON.parse(examined.stdout.join());
  const names = requirements.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['Redis', 'GitHub', 'outbox']));
  expect(names).not.toContain('podman');
  const cleaned = await ask('cleanup', '--dry-run', '--json');
  expect(JSON.parse(cleaned.stdout.join())).toEqual({ dry_run: true, hosts: [] });
});

it('runs an issue there, and says on Ctrl-C that it goes on', { timeout: 60_000 }, async () => {
  const issue = rig.issue();
  const running = rig.start(['run', issue], farAway(rig, gateway.url));
  await running.line('queued: accepted');
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expect(ended.stderr.at(-1)).toMatch(/^Task \S+ goes on elsewhere: commander logs -f \S+ shows it\.$/);
  const again = rig.start(['run', issue, '--json'], farAway(rig, gateway.url));
  await again.line('accepted');
  const [task] = await rig.store.list();
  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id: task?.id ?? '', host: 'h', at });
  const failure = { kind: 'model', message: 'no such model' } as const;
  await rig.store.change({ id: task?.id ?? '', epoch, at, status: 'failed', patch: { failure } });
  const failed = await again.ended;
  expect(failed.code).toBe(EXIT_CODES.agent);
  expect(errorsOf(failed)).toEqual([`commander: ${issue} failed (model): no such model`]);
  expect(JSON.parse(failed.stdout.at(-1) ?? '')).toMatchObject({ task: { status: 'failed' } });
});

it.each([
  [['show', '9-aaaaaa'], 4, 'There is no task 9-aaaaaa: commander tasks'],
  [['logs', 'acme/web#999'], 4, 'There is no task of acme/web#999'],
  [['logs', 'foo'], 4, 'foo names no task and no issue: write 12-a1b2c3, owner/repo#12'],
  [['enqueue', 'acme/web#999'], 3, 'acme/web#999 is not there'],
  [['cost', '--since', '7w'], 4, 'since: say how long ago'],
  [['up'], 4, 'commander up works on the host it is called on, not on http://'],
  [['demo'], 4, 'commander demo works on the host'],
  [['attach', 'ses_1a2b'], 4, 'commander attach works on the host'],
] as const)('%j is refused with the line and the code of the host', async (args, code, words) => {
  const ended = await ask(...args);
  expect(ended.code).toBe(code);
  expect(ended.stdout).toEqual([]);
  expect(errorsOf(ended)).toEqual([expect.stringContaining(words)]);
});
