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

it('turns an issue into a pull request, with nobody else at work', { timeout: 120_000 }, async () => {
  const issue = rig.issue([write('hello.txt', 'hello\n'), commitAndPush, described]);
  const ended = await rig.commander(['run', issue]);
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
    expect.stringContaining('**Pull request ready:**'),
  ]);

  const again = await rig.commander(['run', issue, '--json']);
  expect(again.code).toBe(0);
  expect(again.stderr.join()).toContain('is completed already');
  expect(again.stdout.map((line) => JSON.parse(line))).toMatchObject([
    { task: { pr_url: ended.stdout.at(-1) } },
  ]);
});

it('goes on with the answer that comes on the issue', { timeout: 120_000 }, async () => {
  const asking = question({ question: 'Which word?', options: ['hello', 'good morning'] });
  const issue = rig.issue([asking, write('hello.txt', 'hello\n'), commitAndPush, described]);
  const running = rig.start(['run', issue], { COMMANDER_GITHUB_POLL_INTERVAL: '1s' });
  await running.line('waiting_human');
  await rig.github.until(() => rig.comments(issue).some((body) => body.includes('Which word?')));
  rig.github.comment({ repo: 'acme/web', number: Number(issue.split('#')[1]), body: '1' });
  expect((await running.ended).code).toBe(0);
  expect(rig.labels(issue)).toEqual(['agent/review']);
});

it('says what the model has against it', { timeout: 120_000 }, async () => {
  const issue = rig.issue([fail(401)]);
  await rig.enqueue(issue);
  const ended = await rig.commander(['run', issue]);
  expect(ended.code).toBe(1);
  expect(errorsOf(ended)).toEqual([expect.stringMatching(`${issue} failed \\(model\\): .*401|key`)]);
  expect(rig.labels(issue)).toEqual(['agent/failed']);
  expect(rig.comments(issue).join('\n')).toContain('The agent could not finish this');
});

it('gives the task back on Ctrl-C, and says so', { timeout: 120_000 }, async () => {
  const issue = rig.issue([stall()]);
  const running = rig.start(['run', issue]);
  await running.line('running: working on main');
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  const [task] = await rig.store.list({ statuses: ['queued'] });
  expect(ended.stderr).toContain(
    `Task ${task?.id} is back in the queue: commander run or commander up goes on with it.`,
  );
  expect(task).toMatchObject({ status: 'queued', attempts: 0 });
  expect(rig.labels(issue)).toEqual(['agent/queued']);
});

it('takes no other task once its own has ended', { timeout: 120_000 }, async () => {
  const issue = rig.issue([fail(401)], ['priority/critical']);
  const other = rig.issue([stall()], ['priority/low']);
  await rig.enqueue(issue);
  await rig.enqueue(other);
  const ended = await rig.commander(['run', issue]);
  expect(ended.code).toBe(1);
  const found = (await rig.store.list()).find(
    ({ source: { repo, number } }) => `${repo}#${number}` === other,
  );
  expect(found).toMatchObject({ status: 'queued', epoch: 0 });
  expect(await rig.queues.tasks.getActive()).toEqual([]);
  await rig.queues.tasks.remove(`run-${found?.id}`);
});

it('gives the task its job back when that is lost', { timeout: 120_000 }, async () => {
  const issue = rig.issue([stall()], ['priority/critical']);
  await rig.enqueue(issue);
  const running = rig.start(['run', issue]);
  await running.line('No dispatcher is at work');
  const [task] = (await rig.store.list()).filter(
    ({ source: { repo, number } }) => `${repo}#${number}` === issue,
  );
  expect(await rig.queues.tasks.remove(`run-${task?.id}`)).toBe(1);
  const hasJob = async () => (await rig.queues.tasks.getJob(`run-${task?.id}`)) !== undefined;
  await expect.poll(hasJob, { timeout: 60_000 }).toBe(true);
  running.child.kill('SIGINT');
  await running.ended;
});
