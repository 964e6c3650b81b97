import { bash, stall, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('does what run then only follows, and ends cleanly', { timeout: 120_000 }, async () => {
  const up = rig.start(['up']);
  const ready = await up.line('Ready. Dashboard: ');
  const board = new URL(ready.split(': ')[1] ?? '');
  // No terminal: the address that logs in is not shown.
  expect(board.search).toBe('');

  const doctor = await rig.commander(['doctor'], { COMMANDER_MCP_PORT: board.port });
  expect(doctor.code).toBe(0);
  expect(doctor.stdout.join('\n')).toContain(`our gateway listens on 127.0.0.1:${board.port}`);
  const second = await rig.commander(['up'], { COMMANDER_MCP_PORT: board.port });
  expect(second.code).toBe(4);
  expect(errorsOf(second)).toEqual([expect.stringMatching(/cannot listen on .*the port is taken/)]);

  const issue = rig.issue(work);
  const ended = await rig.commander(['run', issue]);
  expect(ended.code).toBe(0);
  expect(ended.stdout.at(-1)).toMatch(/\/acme\/web\/pull\/\d+$/);
  expect(ended.stderr.join()).not.toContain('No dispatcher');
  expect(rig.labels(issue)).toEqual(['agent/review']);

  up.child.kill('SIGTERM');
  expect((await up.ended).code).toBe(0);
});

it('ends at once when GitHub refuses the token', { timeout: 60_000 }, async () => {
  const ended = await rig.commander(['up'], { COMMANDER_GITHUB_TOKEN: 'ghp_wrong' });
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
