import { OPERATION_NAMES, OPERATIONS, type OutputOf } from '@opencode-commander/control';
import {
  addSpend,
  dayOf,
  noteActivity,
  noteMerged,
  noteTaskCost,
  processRegistry,
} from '@opencode-commander/queue';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { TOOLS } from '../src/mcp/tools.ts';
import { REPO, startWorld, type World } from './gateway-world.ts';

let world: World;
let client: Awaited<ReturnType<World['client']>>;
beforeAll(async () => {
  world = await startWorld();
  client = await world.client();
});
afterAll(() => world[Symbol.asyncDispose]());

const resultSchema = z.object({
  content: z.array(z.object({ text: z.string() })).length(1),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

async function call(name: string, args: Record<string, unknown>) {
  const result = resultSchema.parse(await client.callTool({ name, arguments: args }));
  return { text: result.content[0]?.text ?? '', data: result.structuredContent, isError: result.isError };
}

async function queue(title: string): Promise<string> {
  const { data } = await call('commander_dispatch', { github_issue_url: `${REPO}#${world.file(title)}` });
  return OPERATIONS.dispatch.output.parse(data).task.id;
}

it('offer every operation once', () => {
  const offered = TOOLS.flatMap((tool) => ('offer' in tool ? [tool.offer] : Object.values(tool.actions)));
  expect(offered.map(({ operation }) => operation).sort()).toEqual([...OPERATION_NAMES].sort());
});

it('only show what there is where no action is named', () => {
  for (const tool of TOOLS) {
    if (!('actions' in tool)) continue;
    expect(['list', 'show'], tool.name).toContain(Object.keys(tool.actions)[0]);
  }
});

it('say how harmless they are by the worst that they can do', async () => {
  const { tools } = await client.listTools();
  const hints = (name: string) => tools.find((tool) => tool.name === name)?.annotations;
  expect(hints('commander_logs')).toEqual({ readOnlyHint: true, openWorldHint: false });
  expect(hints('commander_queue')).toEqual({
    readOnlyHint: false,
    destructiveHint: true,
    idempotentHint: true,
    openWorldHint: false,
  });
  expect(hints('commander_budget')).toMatchObject({ destructiveHint: false, idempotentHint: false });
  expect(hints('commander_repos')).toMatchObject({ destructiveHint: true, openWorldHint: true });
});

it('tell an empty list from one that was narrowed down', async () => {
  const text = async (name: string, args = {}) => (await call(name, args)).text;
  expect(await text('commander_queue', { action: 'list' })).toBe('Nothing waits for an agent.');
  expect(await text('commander_queue', { search: 'x' })).toBe('No such task waits for an agent.');
  expect(await text('commander_tasks')).toBe('There is no task yet.');
  expect(await text('commander_tasks', { repo: REPO })).toBe('No such task is here.');
});

it('steer the queue, each action with its own arguments', async () => {
  const [first, second] = [await queue('First'), await queue('Second')];
  const moved = await call('commander_queue', {
    action: 'prioritize',
    task_id: second,
    priority: 'critical',
  });
  expect(moved.data).toMatchObject({ changed: true, position: 1 });
  const listed = await call('commander_queue', { action: 'list' });
  expect(OPERATIONS['queue.list'].output.parse(listed.data).queue.map(({ task }) => task.id)).toEqual([
    second,
    first,
  ]);
  expect(listed.text).toMatch(new RegExp(`^1\\. .*${second}\n2\\. .*${first}$`));
  expect(await call('commander_queue', {})).toEqual(listed);
  const nothing = await call('commander_queue', { task_id: second, priority: 'low' });
  expect(nothing).toMatchObject({
    isError: true,
    text: 'action: name one of list, prioritize, move, cancel, retry: task_id is nothing that list takes',
  });
  const changed = await call('commander_queue', { action: 'move', task_id: first, before: second });
  expect(changed.data).toMatchObject({ moved: true, position: 1, task: { priority: 'critical' } });
  const back = await call('commander_queue', { action: 'move', task_id: first, to: 'back' });
  expect(back.text).toMatch(/It is number 2 in the queue\.$/);
  const unclear = await call('commander_queue', { action: 'move', task_id: first });
  expect(unclear).toMatchObject({ isError: true, text: 'name either before or to' });
  const named = await call('commander_queue', { action: 'list', search: 'second', limit: 1 });
  expect(named.data).toMatchObject({ total: 1, queue: [{ task: { id: second } }] });
  const cancelled = await call('commander_queue', { action: 'cancel', task_id: second, reason: 'a mistake' });
  expect(cancelled.data).toMatchObject({ stopped: true, task: { status: 'cancelled' } });
  const retried = await call('commander_queue', { action: 'retry', task_id: second });
  expect(retried.data).toMatchObject({ retried: true, task: { status: 'queued' } });

  const { data, text } = await call('commander_logs', { task_id: second });
  const { events } = OPERATIONS.logs.output.parse(data);
  const messages = events.map(({ event }) => ('message' in event ? event.message : ''));
  expect(messages).toEqual([
    'accepted',
    'queued, by mcp',
    'its priority is critical now, by mcp',
    'a mistake, by mcp',
    'to be tried again',
    'tried again, by mcp',
  ]);
  expect(text).toContain('cancelled: a mistake, by mcp');
  expect((await call('commander_task', { task_id: second })).text).toContain(second);
});

it('name what an action lacks, and what nobody knows', async () => {
  const id = await queue('Third');
  const lacking = await call('commander_queue', { action: 'prioritize', task_id: id });
  expect(lacking).toMatchObject({ isError: true, text: expect.stringMatching(/^priority: /) });
  const unknown = await call('commander_queue', { action: 'stop', task_id: id });
  expect(unknown).toMatchObject({ isError: true, text: expect.stringContaining('action') });
  const misspelt = await call('commander_dispatch', { github_issue_url: `${REPO}#1`, prority: 'high' });
  expect(misspelt).toMatchObject({ isError: true, text: expect.stringContaining('prority') });
  const misnamed = await call('commander_task', { task_id: `${REPO}#1` });
  expect(misnamed).toMatchObject({
    isError: true,
    text: expect.stringMatching(/^task_id: write .*commander_find_task/),
  });
  const missing = await call('commander_task', { task_id: '999-abcdef' });
  expect(missing).toMatchObject({ isError: true, text: expect.stringContaining('There is no task') });
});

it('show nothing that a terminal would obey or that would hide words', async () => {
  const id = await queue('Red \u001b[31m and \u202eback');
  const texts = [
    await call('commander_queue', { action: 'prioritize', task_id: id, priority: 'high' }),
    await call('commander_task', { task_id: id }),
    await call('commander_queue', { action: 'list' }),
  ].map(({ text }) => text);
  for (const text of texts) {
    expect(text).toContain('Red [31m and back');
    for (const hidden of ['\u001b', '\u202e']) expect(text).not.toContain(hidden);
  }
});

it('dispatch words without an issue, once', async () => {
  const text = { repo: REPO, title: 'Fix the typo', body: 'In the footer.' };
  const first = await call('commander_dispatch', text);
  expect(first.data).toMatchObject({ issue_opened: true, created: true, task: { title: 'Fix the typo' } });
  const { number, github_issue_url } = OPERATIONS.dispatch.output.parse(first.data).task;
  expect(first.text).toContain(`Its issue was opened: ${github_issue_url}.`);
  expect(world.simulator.issue(REPO, number)?.body).toMatch(
    /^<!-- commander request=\w{32} mac=\w{32} -->\nIn the footer\.$/,
  );
  expect((await call('commander_dispatch', text)).data).toMatchObject({
    issue_opened: false,
    created: false,
  });
  const { tools } = await client.listTools();
  const tool = tools.find(({ name }) => name === 'commander_dispatch');
  expect(tool?.inputSchema).not.toHaveProperty('required');
  expect(JSON.stringify(tool?.inputSchema)).toContain('Either this, or repo and title');
  const neither = await call('commander_dispatch', { repo: REPO });
  expect(neither).toMatchObject({
    isError: true,
    text: expect.stringContaining('name either github_issue_url'),
  });
});

it('say what is wrong with the installation', async () => {
  await queue('Waits');
  const { data, text } = await call('commander_doctor', {});
  expect(data).toMatchObject({ ok: false });
  expect(text).toMatch(
    /^Wrong \(1\):\n- dispatchers: none is alive, and \d+ tasks? waits? for one\. To do: /,
  );
  expect(text).toContain('- GitHub: ok, knows us as bot.');
});

it('clean hosts up where somebody looks after them', async () => {
  const { data, text } = await call('commander_cleanup', { dry_run: true });
  expect(data).toEqual({ dry_run: true, hosts: [] });
  expect(text).toContain('No dispatcher is alive');
});

it('decide about repositories', async () => {
  expect((await call('commander_repos', { action: 'add', repo: REPO })).text).toBe(
    `${REPO} is served from now on.`,
  );
  const { data } = await call('commander_repos', { action: 'list' });
  expect(data).toMatchObject({ repositories: [{ name: REPO, mode: 'served' }] });
  expect((await call('commander_repos', { action: 'remove', repo: REPO })).data).toEqual({ removed: true });
});

it('pause and resume, and show what is paused', async () => {
  const paused = await call('commander_pause', { repo: REPO, reason: 'an incident' });
  expect(paused.data).toMatchObject({ began: true, pause: { name: REPO, by: 'mcp', preempts: false } });
  expect(paused.text).toMatch(
    /^acme\/web is paused by mcp since \S+Z: an incident\. commander_resume lifts it\.$/,
  );
  expect((await call('commander_pause', { preempt: true })).text).toContain('Everything is paused by mcp');
  const status = await call('commander_status', {});
  expect(status.text).toMatch(/\nEverything is paused .+ \(what ran was let go of\)\.\nacme\/web is paused /);
  const waiting = await queue('Paused');
  const waitsFor = { kind: 'pause', of: 'all', name: null, reason: 'why' } as const;
  const at = new Date().toISOString();
  await world.store.change({ id: waiting, epoch: 0, at, patch: { waitsFor } });
  const listed = await call('commander_queue', { action: 'list' });
  expect(listed.text).toContain(`${waiting}: it waits because everything is paused (why)`);
  expect((await call('commander_pause', { repo: REPO, provider: 'a' })).text).toContain('not both');

  const resumed = await call('commander_resume', { repo: REPO });
  expect(resumed.data).toMatchObject({ resumed: true, pauses: [{ scope: 'all' }] });
  expect(resumed.text).toMatch(/^acme\/web is resumed\.\nStill:\n- Everything is paused by mcp/);
  expect((await call('commander_pauses', {})).text).toMatch(/^- Everything is paused[^\n]+$/);
  expect((await call('commander_resume', {})).text).toBe('Everything is resumed.');
  expect((await call('commander_resume', {})).text).toBe('Everything was not paused.');
  expect((await call('commander_pauses', {})).text).toBe('Nothing is paused.');
});

it('answer, fund and choose models', async () => {
  const id = await queue('Fourth');
  const asked = await ask(id);
  const shown = await call('commander_task', { task_id: id });
  expect(shown.text).toContain('Which one?\n- A\n- B');
  const unfit = await call('commander_answer', { task_id: id, reply: { kind: 'approve' } });
  expect(unfit).toMatchObject({ isError: true, text: expect.stringContaining('answer it with answers') });
  const reply = 'A';
  const answered = await call('commander_answer', { task_id: id, question: asked, reply });
  expect(answered.data).toMatchObject({ answered: true, task: { status: 'queued' } });
  expect((await call('commander_answer', { task_id: id, reply })).text).toContain('Nothing was changed');

  const grant = { task_id: id, usd: 2, request: 'once' };
  expect((await call('commander_budget', grant)).data).toMatchObject({ granted: true });
  expect((await call('commander_budget', grant)).data).toMatchObject({ granted: false });
  const model = 'anthropic/claude-sonnet-4-5';
  expect((await call('commander_model', { task_id: id, model })).data).toMatchObject({ task: { model } });
  expect((await call('commander_model', { task_id: id, model: 'a/b' })).text).toContain(model);
});

it('show the outbox', async () => {
  await queue('Fifth');
  const { data, text } = await call('commander_outbox', { action: 'list' });
  const { writes }: OutputOf<'outbox.list'> = OPERATIONS['outbox.list'].output.parse(data);
  expect(writes.length).toBeGreaterThan(0);
  expect(text).toMatch(/^\d+ wait for GitHub, 0 were given up\.\n- status-/);
  expect((await call('commander_outbox', { action: 'replay', write_id: null })).data).toEqual({
    replayed: [],
  });
});

it('tell what was spent', async () => {
  const id = await queue('Sixth');
  const { repoId, repo, number } = (await world.store.get(id))?.source ?? { repoId: 0, repo: '', number: 0 };
  const now = new Date();
  const used = { 'a/one': { inputTokens: 1_500, outputTokens: 20, costUsd: 0.42 } };
  await addSpend(world.queues, { repoId, repo, taskId: id, epoch: 1, day: dayOf(now), used });
  await noteTaskCost(world.queues, { repoId, taskId: id, usd: 0.42 });
  const before = await call('commander_cost', { since: '24h' });
  expect(before.text).toContain('No pull request was merged.\nSpent on what is not merged: $0.42.');
  await noteMerged(world.queues, { repoId, repo, number, at: now });
  const { data, text } = await call('commander_cost', { since: '24h' });
  const { period, rows } = OPERATIONS.cost.output.parse(data);
  expect(rows).toMatchObject([{ name: id, issue: `${REPO}#${number}`, cost_usd: 0.42, share: 1 }]);
  expect(text.split('\n')).toEqual([
    `From ${period.since} to ${period.until} (UTC): $0.42, tasks: 1, tokens: 1500 in and 20 out.`,
    `- ${id} (${REPO}#${number}): $0.42, 100 %`,
    'Merged pull requests: 1, $0.42 in all; $0.42 each on average, $0.42 in the median.',
    'Spent on what is not merged: $0.00.',
  ]);
  const early = await call('commander_cost', { since: '2020-01-01' });
  expect(early).toMatchObject({ isError: true, text: expect.stringContaining('kept for 40 days') });
});

it('tell of the last hours, of those only in which anything happened', async () => {
  await call('commander_queue', { action: 'cancel', task_id: await queue('Seventh') });
  const { data, text } = await call('commander_history', { hours: 2 });
  const { hours } = OPERATIONS.history.output.parse(data);
  expect(hours).toHaveLength(2);
  expect(text).toMatch(/^The hours of the last 2 in which anything happened:\n- \d{4}-/);
  expect(text).toMatch(/Z: 0 completed, 0 failed, \d+ cancelled, \$0\.42, 1520 tokens$/m);
});

it('tell in the status what agents do and use, and which processes are not well', async () => {
  const id = await queue('Eighth');
  const at = new Date().toISOString();
  await world.store.claim({ id, host: 'here', at });
  const uses = { cpuPercent: 120.4, memoryBytes: 500 * 2 ** 20, memoryLimitBytes: 2 ** 32 };
  await noteActivity(world.queues, new Map([[id, { ...uses, tool: 'bash: npm test', tokensPerMinute: [] }]]));
  const problems = ['github: it is away'];
  const beat = { service: 'poller' as const, host: 'ant', pid: 7, version: '0.1.0', startedAt: at, problems };
  await processRegistry(world.queues).beat({ ...beat, id: 'p' });
  const { text } = await call('commander_status', {});
  expect(text).toContain('Not well:\n- the poller on ant: github: it is away\n');
  expect(text).toMatch(new RegExp(`is dispatched as ${id}; bash: npm test; CPU 120 %, memory 500 MiB$`, 'm'));
});

/** Has the task wait with a question, and gives its number. */
async function ask(id: string): Promise<number> {
  const at = new Date().toISOString();
  const { epoch } = await world.store.claim({ id, host: 'here', at });
  await world.store.change({ id, epoch, at, status: 'running' });
  const questions = [
    {
      question: 'Which one?',
      header: 'Which',
      multiple: false,
      custom: false,
      options: [option('A'), option('B')],
    },
  ];
  const question = {
    number: 1,
    kind: 'question' as const,
    askedAt: at,
    deadline: at,
    requestId: 'q',
    questions,
  };
  await world.store.change({ id, epoch, at, status: 'waiting_human', patch: { question, questions: 1 } });
  return 1;
}

function option(label: string) {
  return { label, description: '' };
}

it('show what a task changes', async () => {
  const id = await queue('Changed');
  expect((await call('commander_diff', { task_id: id })).text).toBe('Nothing was published yet.');
  const files = [
    { path: 'a.ts', added: 1, deleted: 0 },
    { path: 'b.png', added: null, deleted: null },
  ];
  await world.store.keepDiff(id, { files, diff: '+a\n', truncated: true }, { epoch: 0 });
  const { text, data } = await call('commander_diff', { task_id: id });
  expect(text).toBe('- a.ts +1 -0\n- b.png (binary)\n\n+a\n\nThere is more: this is the beginning.');
  expect(data).toEqual({ files, diff: '+a\n', truncated: true });
});
