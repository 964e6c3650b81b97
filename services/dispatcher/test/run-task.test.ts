import { bash, forIssue, stall, structured, write } from '@opencode-commander/simulators';
import { expect, it } from 'vitest';
import { createRig, MODEL_KEY } from './rig.ts';

const commitAndPush = bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD');
const described = structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' });

it('turns an issue into a pull request, with no credential in the sandbox', {
  timeout: 120_000,
}, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', defaultBranch: 'trunk', files: { 'README.md': '# web\n' } }],
  });
  await rig.start();
  const body = `"Quotes", 👩‍💻, \`$(id)\`\n\t${'x'.repeat(59_900)} end of it`;
  const { id } = await rig.task({
    repo: 'acme/web',
    title: 'Say "hello" 👋 $(touch /tmp/pwned)',
    body,
    steps: [
      write('hello.txt', 'hello\n'),
      bash('env; cat ~/.config/opencode/opencode.json; git config --list'),
      commitAndPush,
      described,
    ],
  });

  const task = await rig.ended(id);

  expect(task).toMatchObject({ status: 'completed', commits: 1, runs: 1, failure: null });
  const [pull] = rig.github.pulls('acme/web');
  expect(pull).toMatchObject({
    title: 'Say hello',
    head: `agent/${id}`,
    base: 'trunk',
    labels: ['agent-pr'],
  });
  expect(pull?.body).toContain('It says hello now.');
  expect(pull?.body).toContain(`Closes #${task.source.number}`);
  expect(task.prUrl).toContain(`/pull/${pull?.number}`);
  expect(Date.parse(task.firstModelRequestAt ?? '')).toBeGreaterThan(Date.parse(task.startedAt ?? ''));
  expect(task.usage.outputTokens).toBeGreaterThan(0);
  expect(Object.keys(task.usageByModel)).toEqual(['simulated/scripted']);
  expect(rig.model.requests.map(({ conversation }) => conversation.prompt).join()).toContain(body);
  expect(await rig.store.readDiff(id)).toEqual({
    files: [{ path: 'hello.txt', added: 1, deleted: 0 }],
    diff: expect.stringContaining('+++ b/hello.txt\n@@ -0,0 +1 @@\n+hello\n'),
    truncated: false,
  });
  // The key reached the provider, and nothing of it the agent.
  expect(rig.model.requests.at(-1)?.headers.authorization).toBe(`Bearer ${MODEL_KEY}`);
  const seen = JSON.stringify(rig.model.requests.map(({ body }) => body));
  expect(seen).not.toContain(MODEL_KEY);
  expect(seen).not.toContain('ghp_');
  const comments = (await rig.outbox()).filter((each) => each.kind === 'comment');
  expect(comments).toMatchObject([{ taskId: id, operation: 'result' }]);
});

it('opens one pull request although GitHub fails after the push', { timeout: 120_000 }, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
  });
  rig.github.fault({ method: 'POST', route: '/repos/{owner}/{repo}/pulls', status: 503, times: 20 });
  await rig.start();
  const { id } = await rig.task({
    repo: 'acme/web',
    steps: [write('a.txt', 'a\n'), commitAndPush, described],
  });
  await rig.retried(id);
  rig.github.clearFaults();

  const task = await rig.ended(id);

  expect(task).toMatchObject({ status: 'completed', runs: 2, attempts: 1, commits: 1 });
  expect(rig.github.pulls('acme/web')).toHaveLength(1);
});

it('has no agent do the work again whose pull request a run opened that could not say so', {
  timeout: 120_000,
}, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
  });
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
  rig.github.fault({ method: 'POST', route, status: 503, times: 20 });
  await rig.start();
  const { id } = await rig.task({
    repo: 'acme/web',
    steps: [write('a.txt', 'a\n'), commitAndPush, described],
  });
  await rig.retried(id);
  const asked = rig.model.requests.length;
  rig.github.clearFaults();

  const task = await rig.ended(id);

  const [pull] = rig.github.pulls('acme/web');
  expect(task).toMatchObject({ status: 'completed', runs: 2, pull: { number: pull?.number } });
  expect(pull?.labels).toEqual(['agent-pr']);
  expect(rig.model.requests).toHaveLength(asked);
  const comments = (await rig.outbox()).filter((each) => each.kind === 'comment');
  expect(comments).toMatchObject([{ operation: 'result' }]);
});

it('does not say that it failed when its pull request is open', { timeout: 120_000 }, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
  });
  const route = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
  rig.github.fault({ method: 'POST', route, status: 422, times: 20 });
  await rig.start();
  const { id } = await rig.task({
    repo: 'acme/web',
    steps: [write('a.txt', 'a\n'), commitAndPush, described],
  });

  const task = await rig.ended(id);

  const [pull] = rig.github.pulls('acme/web');
  expect(task).toMatchObject({ status: 'completed', pull: { number: pull?.number } });
  expect(await rig.store.pulls()).toMatchObject([{ number: pull?.number, taskId: id }]);
  const comments = (await rig.outbox()).filter((each) => each.kind === 'comment');
  expect(comments).toMatchObject([{ operation: 'result' }]);
});

it('gives a task back when its dispatcher stops, and another one finishes it', {
  timeout: 120_000,
}, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
  });
  const first = await rig.start();
  const { id, source } = await rig.task({ repo: 'acme/web', steps: [stall()] });
  await rig.model.untilRequest(({ step }) => step === 'stall');

  await first.stop();
  const match = forIssue(`acme/web#${source.number}`);
  rig.model.addScript({ name: 'awake', match, steps: [write('a.txt', 'a\n'), commitAndPush, described] });
  const given = await rig.store.get(id);
  await rig.start();
  const task = await rig.ended(id);

  expect(given).toMatchObject({ status: 'queued', attempts: 0 });
  expect(task).toMatchObject({ status: 'completed', runs: 2 });
});

it('ends a run at its deadline', { timeout: 120_000 }, async () => {
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', files: { 'README.md': '# web\n' } }],
    env: { COMMANDER_TIMEOUTS_MEDIUM: '10s' },
  });
  await rig.start();
  const { id } = await rig.task({ repo: 'acme/web', steps: [stall()] });

  expect(await rig.ended(id)).toMatchObject({ status: 'failed', failure: { kind: 'timeout' } });
});
