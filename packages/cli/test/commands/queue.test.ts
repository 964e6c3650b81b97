import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const json = async (...args: string[]) => {
  const { code, stdout } = await rig.call([...args, '--json']);
  expect(code).toBe(0);
  expect(stdout).toHaveLength(1);
  return JSON.parse(stdout.join());
};

it('enqueues, shows and follows tasks', { timeout: 90_000 }, async () => {
  const [first, second] = [rig.issue(), rig.issue([], ['priority/critical'])];

  const enqueued = await json('enqueue', first);
  expect(enqueued).toMatchObject({
    created: true,
    queued_again: false,
    position: 1,
    task: { status: 'queued' },
  });
  const { id } = enqueued.task;
  const url = `${rig.github.url}/acme/web/issues/${second.split('#')[1]}`;
  expect(await json('enqueue', url)).toMatchObject({ created: true, position: 1 });
  const told = await rig.call(['enqueue', `${rig.env['COMMANDER_GITHUB_HOST']}/${first}`]);
  expect(told).toMatchObject({
    code: 0,
    stdout: [`Task ${id} (${first}, medium priority) exists already and is number 2 in the queue`],
    stderr: ['No dispatcher is at work: start one with commander up.'],
  });

  expect(await json('queue')).toMatchObject({
    queue: [
      { position: 1, task: { priority: 'critical' } },
      { position: 2, task: { id } },
    ],
  });
  const table = (await rig.call(['queue'])).stdout;
  expect(table[0]).toMatch(/^# {2}TASK +ISSUE +PRIORITY +CREATED +TITLE$/);
  expect(table[2]).toMatch(new RegExp(`^2  ${id}  ${first} +medium +(now|\\d+ s ago) +Say hello$`));

  const at = new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'elsewhere', at });
  expect(await json('status')).toMatchObject({
    tasks: { queued: 1, dispatched: 1 },
    queue: { critical: 1 },
    running: [{ id, status: 'dispatched' }],
  });

  const following = rig.start(['logs', '-f', first]);
  await following.line('dispatched');
  const text = 'Hello \u001b[31mthere\u001b[0m\u0007';
  await rig.store.appendEvent(id, { type: 'agent_text', at, text });
  const failure = { kind: 'no_work', message: 'nothing was pushed' } as const;
  await rig.store.change({ id, epoch, at, status: 'failed', patch: { failure } });
  const followed = await following.ended;
  expect(followed.code).toBe(0);
  expect(followed.stdout).toEqual([
    expect.stringMatching(/^\d\d:\d\d:\d\d queued: accepted$/),
    expect.stringMatching(/queued, by cli$/),
    expect.stringMatching(/dispatched$/),
    expect.stringMatching(/│ Hello \[31mthere\[0m$/),
    expect.stringMatching(/failed$/),
  ]);

  const logged = await rig.call(['logs', id, '--last', '1', '--json']);
  expect(logged.stdout.map((line) => JSON.parse(line))).toMatchObject([
    { event: { type: 'status', status: 'failed' } },
  ]);
  const ended = (await rig.call(['status'])).stdout;
  expect(ended).toContainEqual(
    expect.stringMatching(new RegExp(`^${id} .* failed +(now|\\d+ s ago) +nothing was pushed$`)),
  );
});

it('enqueues a text that has no issue, its body from standard input', { timeout: 120_000 }, async () => {
  const args = [
    'enqueue',
    '--repo',
    'acme/web',
    '--title',
    'Fix it',
    '--body',
    '-',
    '--request-id',
    'r',
    '--json',
  ];
  const typed = async (input: string) => {
    const running = rig.start(args, {}, { stdin: 'pipe' });
    running.child.stdin?.end(input);
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    return JSON.parse(stdout.join());
  };
  const { issue_opened, task } = await typed('First line.\n\n- second 🙂\n');
  expect({ issue_opened, title: task.title }).toEqual({ issue_opened: true, title: 'Fix it' });
  expect(rig.github.issue('acme/web', task.number)?.body).toMatch(/ -->\nFirst line\.\n\n- second 🙂\n$/);
  expect(await typed('Another text.')).toMatchObject({
    issue_opened: false,
    created: false,
    task: { id: task.id },
  });

  const told = await rig.call(['enqueue', '--repo', 'acme/web', 'Fix that too']);
  expect(told.stdout).toEqual([
    expect.stringMatching(/^Opened http\S+\/issues\/\d+\. Task \S+ .* in the queue$/),
  ]);
  const nowhere = await rig.call(['enqueue', '--repo', 'acme/none', 'Fix it']);
  expect(nowhere.code).toBe(3);
});

it('ends on Ctrl-C, with 130', async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const following = rig.start(['logs', '-f', issue]);
  await following.line('queued');
  following.child.kill('SIGINT');
  expect((await following.ended).code).toBe(130);
});
