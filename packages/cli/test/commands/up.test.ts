import { setTimeout as delay } from 'node:timers/promises';
import { bash, say, stall, structured, write } from '@opencode-commander/simulators';
import type { Task } from '@opencode-commander/task';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { containerState, touchInContainer } from '../podman.ts';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const work = [
  write('hello.txt', 'hello\n'),
  bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD'),
  structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' }),
];

/** The agent is at work until somebody lets it go on. */
const held = [
  bash('until [ -e /tmp/go ]; do sleep 0.2; done; echo hello > held.txt'),
  bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD'),
  say('Done.'),
  structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' }),
];

/** The task's record as soon as it is so. */
function untilTask(issue: string, changes: Partial<Task>): Promise<Task> {
  const look = async () => {
    const task = await rig.task(issue);
    expect(task).toMatchObject(changes);
    if (task === undefined) throw new Error(`${issue} has no task`);
    return task;
  };
  return vi.waitFor(look, { timeout: 60_000, interval: 100 });
}

it('does what run then only follows: Ctrl-C leaves the agents at work, for the next one to go on with; a second one ends it at once', {
  timeout: 400_000,
}, async () => {
  const issue = rig.issue(held);
  // Whoever stops waits some seconds for a write that is under way.
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/comments';
  const isWriting = () =>
    rig.github.requests.some(
      ({ method, path, status }) => method === 'POST' && path.endsWith('/comments') && !status,
    );
  const answerAgain = rig.github.fault({ method: 'POST', route, delayMs: 60_000, times: Infinity });
  await rig.enqueue(issue);
  const first = rig.start(['up']);
  await rig.model.untilRequest(({ script, step }) => script === issue && step === 'call');
  const { containerId, sessionId } = await untilTask(issue, { status: 'running', runs: 1 });
  await vi.waitFor(() => expect(isWriting()).toBe(true), { timeout: 30_000 });

  first.child.kill('SIGINT');
  await first.line('once more to stop at once');
  // Within a second the two would count as one.
  await delay(1_100);
  expect(first.child.exitCode).toBe(null);
  first.child.kill('SIGINT');
  const toldAt = performance.now();
  expect((await first.ended).code).toBe(130);
  expect(performance.now() - toldAt).toBeLessThan(2_000);
  expect(await containerState(containerId ?? '')).toBe('running');
  answerAgain();

  const second = rig.start(['up']);
  await untilTask(issue, { status: 'running', runs: 2 });
  second.child.kill('SIGINT');
  expect((await second.ended).code).toBe(130);
  await untilTask(issue, { status: 'queued', runs: 2, containerId });
  expect(await containerState(containerId ?? '')).toBe('running');

  const third = rig.start(['up']);
  const ready = await third.line('Ready. Dashboard: ');
  const board = new URL(ready.split(': ')[1] ?? '');
  // No terminal: the address that logs in is not shown.
  expect(board.search).toBe('');
  await untilTask(issue, { status: 'running', runs: 3 });
  const following = rig.start(['run', issue]);
  await following.line('running');
  await touchInContainer(containerId ?? '', '/tmp/go');
  const followed = await following.ended;
  expect(followed.code).toBe(0);
  expect(followed.stdout.at(-1)).toMatch(/\/acme\/web\/pull\/\d+$/);
  expect(followed.stderr.join()).not.toContain('No dispatcher');
  expect(rig.labels(issue)).toEqual(['agent/review']);
  await untilTask(issue, { status: 'completed', runs: 3, attempts: 0, containerId, sessionId });
  const asked = rig.model.requests.filter(({ script }) => script === issue);
  expect(new Set(asked.map(({ conversation }) => conversation.prompt)).size).toBe(1);

  const fresh = rig.issue(work);
  const run = await rig.commander(['run', fresh]);
  expect(run.code).toBe(0);
  expect(run.stdout.at(-1)).toMatch(/\/acme\/web\/pull\/\d+$/);
  expect(run.stderr.join()).not.toContain('No dispatcher');
  expect(rig.labels(fresh)).toEqual(['agent/review']);

  const doctor = await rig.call(['doctor'], { COMMANDER_MCP_PORT: board.port });
  expect(doctor.code).toBe(0);
  expect(doctor.stdout.join('\n')).toContain(`our gateway listens on 127.0.0.1:${board.port}`);
  const another = await rig.call(['up'], { COMMANDER_MCP_PORT: board.port });
  expect(another.code).toBe(4);
  expect(errorsOf(another)).toEqual([expect.stringMatching(/cannot listen on .*the port is taken/)]);
  third.child.kill('SIGTERM');
  expect((await third.ended).code).toBe(0);
});

it('ends at once when GitHub refuses the token', { timeout: 60_000 }, async () => {
  const ended = await rig.call(['up'], { COMMANDER_GITHUB_TOKEN: 'ghp_wrong' });
  expect(ended.code).toBe(3);
  expect(errorsOf(ended)).toEqual([expect.stringContaining('GitHub refused the token')]);
});

it('run takes over when the dispatcher it followed has gone', { timeout: 120_000 }, async () => {
  const theirs = rig.start(['run', rig.issue([stall()])]);
  await theirs.line('running: working on main');
  const ours = rig.start(['run', rig.issue(work), '--priority', 'critical']);
  await ours.line('is number 1 in the queue');
  theirs.child.kill('SIGINT');
  expect((await theirs.ended).code).toBe(130);
  const ended = await ours.ended;
  expect(ended.code).toBe(0);
  expect(ended.stdout.at(-1)).toMatch(/\/acme\/web\/pull\/\d+$/);
  expect(ended.stderr).toContain('No dispatcher is at work: the task runs in this process.');
});
