import { bash, fail, question, stall, structured, write } from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRig, errorsOf, type Rig } from '../rig.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await createRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const commitAndPush = bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD');
const described = structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' });

it('turns an issue into a pull request, with nobody else at work, once everything is resumed and its question is answered', {
  timeout: 120_000,
}, async () => {
  const asking = question({ question: 'Which word?', options: ['hello', 'good morning'] });
  const issue = rig.issue([asking, write('hello.txt', 'hello\n'), commitAndPush, described]);
  expect((await rig.call(['pause', '--reason', 'an incident'])).code).toBe(0);
  const running = rig.start(['run', issue], { COMMANDER_GITHUB_POLL_INTERVAL: '1s' });
  expect(await running.line('waits until')).toMatch(/ waits until everything is resumed, .+: an incident$/);
  await rig.github.until(() =>
    rig.comments(issue).some((body) => body.includes('**Queued**: everything is paused: an incident')),
  );
  expect((await rig.call(['resume'])).stdout).toEqual(['everything is resumed']);
  await running.line('waiting_human');
  await rig.github.until(() => rig.comments(issue).some((body) => body.includes('Which word?')));
  rig.github.comment({ repo: 'acme/web', number: Number(issue.split('#')[1]), body: '1' });

  const ended = await running.ended;
  expect(errorsOf(ended)).toEqual([]);
  expect(ended.code).toBe(0);
  const [pull] = rig.github.pulls('acme/web');
  expect(ended.stdout.at(-1)).toBe(`${rig.github.url}/acme/web/pull/${pull?.number}`);
  expect(ended.stdout.join('\n')).toMatch(/queued: accepted.*running: working on main.*completed/s);
  expect(ended.stdout.join('\n')).toMatch(/✓ bash/);
  expect(ended.stderr).toContain('No dispatcher is at work: the task runs in this process.');
  // The issue shows it before the command ends.
  expect(rig.labels(issue)).toEqual(['agent/review']);
  expect(rig.comments(issue)).toEqual([
    expect.stringContaining('**Pull request ready**'),
    expect.stringContaining('Which word?'),
    '1',
    expect.stringContaining('**Pull request ready:**'),
  ]);

  const again = await rig.call(['run', issue, '--json']);
  expect(again.code).toBe(0);
  expect(again.stderr.join()).toContain('is completed already');
  expect(again.stdout.map((line) => JSON.parse(line))).toMatchObject([
    { task: { pr_url: ended.stdout.at(-1) } },
  ]);
});

it('says what the model has against it, and takes no other task then', { timeout: 120_000 }, async () => {
  const issue = rig.issue([fail(401)], ['priority/critical']);
  const other = rig.issue([stall()], ['priority/low']);
  await rig.enqueue(issue);
  await rig.enqueue(other);
  const ended = await rig.commander(['run', issue]);
  expect(ended.code).toBe(1);
  expect(errorsOf(ended)).toEqual([expect.stringMatching(`${issue} failed \\(model\\): .*401|key`)]);
  expect(rig.labels(issue)).toEqual(['priority/critical', 'agent/failed']);
  expect(rig.comments(issue).join('\n')).toContain('The agent could not finish this');
  const found = await rig.task(other);
  expect(found).toMatchObject({ status: 'queued', epoch: 0 });
  expect(await rig.queues.tasks.getActive()).toEqual([]);
  await rig.queues.tasks.remove(`run-${found?.id}`);
});

it('gives the task its job back when that is lost, and on Ctrl-C the task, and says so', {
  timeout: 120_000,
}, async () => {
  const issue = rig.issue([stall()], ['priority/critical']);
  await rig.enqueue(issue);
  const running = rig.start(['run', issue]);
  await running.line('No dispatcher is at work');
  const { id } = (await rig.task(issue)) ?? {};
  expect(await rig.queues.tasks.remove(`run-${id}`)).toBe(1);
  await running.line('running: working on main');
  expect(await rig.queues.tasks.getJob(`run-${id}`)).toBeDefined();

  const status = (await rig.call(['status'])).stdout.join('\n');
  expect(status).not.toContain('Poller none is alive');
  expect(status).toMatch(/poller .*is not well\n.*commander run stands in, and watches its own issue only/);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expect(ended.stderr).toContain(
    `Task ${id} is back in the queue: commander run or commander up goes on with it.`,
  );
  expect(await rig.task(issue)).toMatchObject({ status: 'queued', attempts: 0 });
  const events = (await rig.store.readEvents(id ?? '')).map(({ event }) => event);
  expect(events.findLast(({ type }) => type === 'status')).toMatchObject({
    message: 'its dispatcher stops, and the next one goes on with it',
  });
  expect(rig.labels(issue)).toEqual(['priority/critical', 'agent/queued']);
});

it('shows what a waiting task asks, and says on Ctrl-C how it goes on', { timeout: 120_000 }, async () => {
  const issue = rig.issue();
  await rig.enqueue(issue);
  const { id, source } = (await rig.task(issue)) ?? {};
  if (id === undefined) throw new Error('it has no task');
  const at = () => new Date().toISOString();
  const { epoch } = await rig.store.claim({ id, host: 'here', at: at() });
  await rig.store.change({ id, epoch, status: 'running', at: at(), patch: { containerId: 'c0ffee' } });
  const deadline = new Date(Date.now() + 3_600_000).toISOString();
  const asked = { kind: 'question', number: 1, askedAt: at(), deadline, requestId: 'r' } as const;
  const options = ['hello', 'good morning'].map((label) => ({ label, description: '' }));
  const one = { question: 'Which word?', header: '', options, multiple: false, custom: true };
  const question = { ...asked, questions: [one] };
  await rig.store.change({ id, epoch, status: 'waiting_human', at: at(), patch: { question } });
  await (await rig.queues.tasks.getJob(`run-${id}`))?.remove();
  const indented = ['Which word?', '  1. hello', '  2. good morning'].map((line) => ' '.repeat(9) + line);

  const { stdout } = await rig.call(['logs', id]);
  expect(stdout.slice(-6)).toEqual([
    expect.stringMatching(/waiting_human$/),
    ...indented,
    `         answer at ${source?.url} (gives up in 60 min)`,
    `         or with commander answer ${id} <number or words>`,
  ]);
  const running = rig.start(['run', issue]);
  await running.line(`answer at ${source?.url}`);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  expect(ended.stdout).toEqual(expect.arrayContaining(indented));
  expect(ended.stderr).toContain(
    `Task ${id} goes on waiting for an answer at ${source?.url}, and its container is kept for it: ` +
      'commander run or commander up goes on with it.',
  );
  await rig.store.change({ id, epoch, status: 'cancelled', at: at() });
});
