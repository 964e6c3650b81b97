import { bash, call, stall, structured, write } from '@opencode-commander/simulators';
import type { TaskEvent } from '@opencode-commander/task';
import { expect, it } from 'vitest';
import { createRig, MODEL_KEY } from './rig.ts';

const commitAndPush = bash('git add --all && git commit -qm "Say hello" && git push -q origin HEAD');
const described = structured({ title: 'Say hello', body: 'It says hello now.', summary: 'Hello is said.' });

const SHOUT = `import { tool } from '@opencode-ai/plugin';

export default tool({
  description: 'Says it loudly.',
  args: { text: tool.schema.string() },
  execute: async ({ text }) => text.toUpperCase(),
});
`;

it("turns an issue into a pull request, with no credential in the sandbox, runs a repository's own tools without a network, and refuses nothing meanwhile", {
  timeout: 120_000,
}, async () => {
  const files = { 'README.md': '# web\n', '.opencode/tool/shout.ts': SHOUT };
  await using rig = await createRig({
    repositories: [{ owner: 'acme', name: 'web', defaultBranch: 'trunk', files }],
  });
  await rig.start();
  const body = `"Quotes", 👩‍💻, \`$(id)\`\n\t${'x'.repeat(59_900)} end of it`;
  const { id } = await rig.task({
    repo: 'acme/web',
    title: 'Say "hello" 👋 $(touch /tmp/pwned)',
    body,
    steps: [
      call('shout', { text: 'hello' }),
      write('hello.txt', 'hello\n'),
      bash('git status --short --untracked-files=all'),
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
  const events = (await rig.store.readEvents(id)).map(({ event }) => event);
  const status = ['?? hello.txt', expect.anything(), expect.anything()];
  expect(outputs(events)).toMatchObject({ shout: ['HELLO'], bash: status });
  // A door that stayed shut, such as the one to npm's registry, would be told of here.
  expect(events.filter(({ type }) => type === 'service')).toEqual([]);
});

/** What each tool put out, call by call. */
function outputs(events: readonly TaskEvent[]): Record<string, string[]> {
  const done = events.flatMap((event) =>
    event.type === 'tool' && event.state === 'completed' ? [event] : [],
  );
  const names = [...new Set(done.map(({ tool }) => tool))];
  const ofTool = (name: string) =>
    done.filter(({ tool }) => tool === name).map(({ output }) => output.trim());
  return Object.fromEntries(names.map((name) => [name, ofTool(name)]));
}

it('opens one pull request although GitHub fails after the push, and has no agent do again what a run opened that could not say so', {
  timeout: 120_000,
}, async () => {
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
  const labels = '/repos/{owner}/{repo}/issues/{issue_number}/labels';
  rig.github.fault({ method: 'POST', route: labels, status: 503, times: 20 });

  await rig.when(id, ({ attempts }) => attempts === 2);
  const asked = rig.model.requests.length;
  rig.github.clearFaults();
  const task = await rig.ended(id);

  const [pull, ...others] = rig.github.pulls('acme/web');
  expect(task).toMatchObject({ status: 'completed', runs: 3, attempts: 2, commits: 1 });
  expect(task.pull).toMatchObject({ number: pull?.number });
  expect(others).toEqual([]);
  expect(pull?.labels).toEqual(['agent-pr']);
  expect(rig.model.requests).toHaveLength(asked);
  const comments = (await rig.outbox()).filter((each) => each.kind === 'comment');
  expect(comments).toMatchObject([{ operation: 'result' }]);
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
