import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  type Agent,
  type AgentEvent,
  agentEnvironment,
  connectAgent,
  type Session,
} from '@opencode-commander/agent';
import {
  type Broker,
  createQuarantine,
  type Quarantine,
  type QuotaUsedUp,
  startBroker,
} from '@opencode-commander/broker';
import {
  connectPodman,
  createSandbox,
  ensureAgentImage,
  findSandbox,
  type OpenedPodman,
  openPodman,
  removeSandboxes,
  type SandboxSpec,
  SESSION_FILE,
  type StartedSandbox,
} from '@opencode-commander/sandbox';
import {
  bash,
  fail,
  type ModelSimulator,
  question,
  say,
  startModelSimulator,
} from '@opencode-commander/simulators';
import { afterAll, beforeAll, expect, it } from 'vitest';

const INSTANCE = process.env['COMMANDER_TEST_PREFIX'] ?? 'test';
const BROKER = 'http://127.0.0.1:8080';
const BRANCH = 'agent/12-a1b2c3';
const environment = { PATH: process.env['PATH'] };

let place: string;
let opened: OpenedPodman;
let image: string;
let model: ModelSimulator;
let quarantine: Quarantine;
let base: string;
const quotas: QuotaUsedUp[] = [];

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 't'));
  opened = await openPodman({ socket: null, runDir: place, runtime: null });
  const imageDir = resolve(import.meta.dirname, '../../../images/agent');
  image = (await ensureAgentImage({ podman: opened.podman, imageDir, onProgress: () => undefined })).tag;
  model = await startModelSimulator();
  const bare = await makeRepository();
  const directory = join(place, 'quarantine');
  const wanted = { directory, branch: BRANCH, baseBranch: 'main', maxPushBytes: 1e7, environment };
  quarantine = await createQuarantine({ ...wanted, mirror: { path: bare } });
}, 240_000);
afterAll(async () => {
  await removeSandboxes(opened.podman, { instance: INSTANCE });
  await opened.stop();
  await model.stop();
  await rm(place, { recursive: true, force: true });
});

async function git(cwd: string, ...args: string[]): Promise<string> {
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  return (await promisify(execFile)('git', [...who, ...args], { cwd })).stdout.trim();
}

async function makeRepository(): Promise<string> {
  const work = join(place, 'work');
  await mkdir(work);
  await git(work, 'init', '-q', '--initial-branch=main');
  await writeFile(join(work, 'a.txt'), 'a\n');
  await git(work, 'add', '-A');
  await git(work, 'commit', '-q', '-m', 'First');
  base = await git(work, 'rev-parse', 'HEAD');
  await git(place, 'clone', '-q', '--bare', work, join(place, 'bare'));
  return join(place, 'bare');
}

function spec(epoch: number, more: Record<string, string> = {}): SandboxSpec {
  const sim = {
    name: 'sim',
    baseUrl: `${BROKER}/llm/sim`,
    npm: null,
    models: ['scripted'],
    placeholderKey: 'none',
  };
  const opencode = agentEnvironment({
    password: `of ${epoch}`,
    providers: [sim],
    defaultModel: 'sim/scripted',
    proxy: BROKER,
  });
  const workspace = { COMMANDER_REPOSITORY: 'acme/web', COMMANDER_BRANCH: BRANCH, COMMANDER_BASE: base };
  return {
    ...{ taskId: '12-a1b2c3', epoch, instance: INSTANCE, image, runDir: place },
    ...{ cpus: 2, memoryBytes: 2 ** 31, pidsLimit: 512, runtime: null },
    env: { ...opencode, ...workspace, ...more },
  };
}

function openBroker(socketPath: string): Promise<Broker> {
  return startBroker({
    ...{ socketPath, repository: 'acme/web', quarantine, environment, placeholderKey: 'none' },
    providers: { sim: { baseUrl: model.url, apiKey: null } },
    ...{ allowedModels: null, egressAllow: [] },
    onQuota: (quota) => quotas.push(quota),
  });
}

function agentOf(sandbox: StartedSandbox, password: string): Agent {
  return connectAgent({ socketPath: sandbox.agentSocket, password, directory: '/workspace' });
}

async function follow(session: Session, until?: AgentEvent['type']): Promise<AgentEvent[]> {
  const events: AgentEvent[] = [];
  for await (const event of session.watch({ stuckMs: 20_000, pollMs: 500 })) {
    events.push(event);
    if (event.type === until) break;
  }
  return events;
}

/** What a process knows that was not there before: a container's id. */
async function takeUp(id: string) {
  const podman = connectPodman(opened.podman.socket);
  const found = await findSandbox(podman, id);
  if (!found) throw new Error('no such sandbox');
  const broker = await openBroker(found.sandbox.brokerSocket);
  const sandbox = found.running ? found.sandbox : await found.sandbox.start();
  const agent = agentOf(sandbox, found.environment['OPENCODE_SERVER_PASSWORD'] ?? '');
  await agent.untilHealthy({ timeoutMs: 30_000 });
  const letGo = async () => {
    await agent.close();
    await broker.stop();
    await podman.close();
  };
  return { sandbox, agent, running: found.running, letGo };
}

const pushing = 'echo b > b.txt && git add -A && git commit -qm Second && git push -q && git rev-parse HEAD';

it('goes on under other processes: asked, stopped, started, and in another container', {
  timeout: 240_000,
}, async () => {
  model.addScript({
    name: 'all',
    match: () => true,
    steps: [
      question({ question: 'Which colour?', options: ['red', 'blue'] }),
      bash(pushing),
      say('Blue is pushed.'),
      question({ question: 'Which size?', options: ['small', 'large'] }),
      say('Large, then.'),
      say('In another container.'),
      fail(429, { message: 'Used up', retryAfterSeconds: 7_200 }),
    ],
  });
  const created = await createSandbox(opened.podman, spec(1));
  const first = await openBroker(created.brokerSocket);
  const begun = await created.start();
  const agent = agentOf(begun, 'of 1');
  const session = await agent.openSession({ title: 'A task' });
  await session.prompt('Choose a colour.');
  await follow(session, 'question');
  await agent.close();
  await first.stop();
  await begun.letGo();

  const second = await takeUp(begun.id);
  expect(second.running).toBe(true);
  const attached = await second.agent.attachSession(session.id);
  const [asked] = (await attached.pending()).questions;
  await attached.answer(asked?.requestId ?? '', [['blue']]);
  expect((await follow(attached)).at(-1)).toEqual({ type: 'idle' });
  expect(await git(quarantine.path, 'log', '-1', '--format=%s', BRANCH)).toBe('Second');

  await attached.prompt('And a size.');
  await follow(attached, 'question');
  await second.sandbox.stop();
  await second.letGo();

  const third = await takeUp(begun.id);
  expect(third.running).toBe(false);
  const resumed = await third.agent.attachSession(session.id);
  expect(await resumed.pending()).toEqual({ questions: [], permissions: [] });
  await resumed.abort();
  await resumed.prompt('You asked which size; the answer is large.');
  expect((await follow(resumed)).slice(-2)).toEqual([
    { type: 'text', text: 'Large, then.' },
    { type: 'idle' },
  ]);
  const exported = await third.agent.exportSession(session.id);
  await third.sandbox.remove();
  await third.letGo();

  const next = await createSandbox(opened.podman, spec(2, { COMMANDER_SESSION_FILE: SESSION_FILE }));
  await next.putFile(SESSION_FILE, exported);
  const last = await takeUp(next.id);
  const followUp = await last.agent.attachSession(session.id);
  await followUp.prompt('A review came.');
  expect((await follow(followUp)).slice(-2)).toEqual([
    { type: 'text', text: 'In another container.' },
    { type: 'idle' },
  ]);
  const sent = JSON.stringify(model.requests.at(-1)?.conversation.messages);
  for (const text of ['Choose a colour.', 'blue', 'Blue is pushed.', 'the answer is large', 'A review came.'])
    expect(sent).toContain(text);

  await followUp.prompt('One more.');
  expect((await follow(followUp)).at(-1)).toMatchObject({
    type: 'error',
    kind: 'model_quota',
    retryAfterMs: 7_200_000,
  });
  expect(quotas).toContainEqual({ provider: 'sim', retryAfterMs: 7_200_000 });
  await last.sandbox.remove();
  await last.letGo();
});
