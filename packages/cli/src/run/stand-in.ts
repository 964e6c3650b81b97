import { setTimeout as delay } from 'node:timers/promises';
import { beatService, openLastingGitHub } from '@opencode-commander/backbone';
import type { Config } from '@opencode-commander/config';
import { startDispatcher } from '@opencode-commander/dispatcher';
import { checkHost, thisHost } from '@opencode-commander/host';
import { startOutbox, watchIssue } from '@opencode-commander/poller';
import { enqueueMissing } from '@opencode-commander/queue';
import { createHealth, guardChildren, type Logger } from '@opencode-commander/service';
import type { Cli } from '../cli.ts';
import type { Opened } from '../open-control.ts';
import { untilWritten } from './until-written.ts';

export type StandingIn = {
  /** The task all this is for: its writes are seen through before the outbox is stopped. */
  id: string;
  /** Aborted when the task has ended, or the program is to. */
  signal: AbortSignal;
};

const LOOK_MS = 3_000;
/** What Ctrl-C waits for the issue to show that its task went back to the queue. */
const LAST_WRITES_MS = 5_000;

/**
 * Does in this process what no other one does: carries out the outbox, hears what people say on the issue, and runs tasks, one
 * at a time; now and whenever the others have gone, until `signal` aborts; from then on no further task is taken. Throws HostError, PodmanError, GitHubError, RedisError.
 */
export async function standIn(cli: Cli, opened: Opened, { id, signal }: StandingIn): Promise<never> {
  const { queues, store } = opened.backbone;
  const { outbox, tasks, polls } = queues;
  const fillOutbox = onceMissing(outbox, () => startOutboxHere(cli, opened, id));
  const fillDispatcher = onceMissing(tasks, () => startDispatcherHere(cli, opened, { id, signal }));
  const fillPolls = onceMissing(polls, () => watchIssueHere(cli, opened, id));
  for (;;) {
    await enqueueMissing(queues, store);
    // In this order: what a run has to say on its way out is still written.
    await fillOutbox();
    await fillPolls();
    await fillDispatcher();
    await delay(LOOK_MS, undefined, { signal });
  }
}

/** Starts a queue's worker here, once, when there is none. */
function onceMissing(
  queue: { getWorkers(): Promise<readonly unknown[]> },
  start: () => Promise<void>,
): () => Promise<void> {
  let isOurs = false;
  return async () => {
    if (isOurs || (await queue.getWorkers()).length > 0) return;
    isOurs = true;
    await start();
  };
}

async function startOutboxHere(cli: Cli, { config, backbone }: Opened, id: string): Promise<void> {
  const { stack } = cli.scope;
  const github = openLastingGitHub(config, { stack, keyspace: backbone.queues });
  const started = await startOutbox({ ...backbone, github, config, log: quietLogger(cli, config) });
  stack.defer('the outbox', () => started.stop());
  await beatAsPoller(cli, { config, backbone });
  stack.defer('the last writes', async () => {
    await untilWritten(backbone.queues, { id, withinMs: LAST_WRITES_MS });
  });
}

/** The others see that somebody writes to GitHub, and that nobody takes anything new from there. */
async function beatAsPoller(cli: Cli, { config, backbone: { queues } }: Pick<Opened, 'config' | 'backbone'>) {
  const health = createHealth();
  health.check('new issues', async () => {
    throw new Error('nobody takes them: commander run stands in, and watches its own issue only');
  });
  const log = quietLogger(cli, config);
  await beatService({ ...cli.scope, service: 'poller', config, queues, health, log, pid: process.pid });
}

async function watchIssueHere(cli: Cli, { config, backbone }: Opened, id: string): Promise<void> {
  const task = await backbone.store.get(id);
  if (task === null) return;
  const { stack } = cli.scope;
  const github = openLastingGitHub(config, { stack, keyspace: backbone.queues });
  const options = { ...backbone, github, config, log: quietLogger(cli, config) };
  const watching = watchIssue(options, task.source);
  stack.defer('the look at the issue', () => watching.stop());
}

async function startDispatcherHere(
  cli: Cli,
  { config, backbone }: Opened,
  { id, signal }: StandingIn,
): Promise<void> {
  const { scope, env, say } = cli;
  say('No dispatcher is at work: the task runs in this process.');
  await checkHost(thisHost(process), config);
  const log = quietLogger(cli, config);
  const onChild = guardChildren(scope.stack, {
    node: process.execPath,
    onLost: (err) => log.warn({ err }, err.message),
  });
  const health = createHealth();
  const { queues } = backbone;
  await beatService({ ...scope, service: 'dispatcher', config, queues, health, log, pid: process.pid });
  const started = await startDispatcher({
    ...backbone,
    config: withOneSlot(config),
    github: openLastingGitHub(config, { stack: scope.stack, keyspace: backbone.queues, urgent: true }),
    log,
    health,
    environment: env,
    signal,
    onProgress: say,
    onChild,
    lastTask: id,
  });
  scope.stack.defer('the dispatcher', () => started.stop(), 20_000);
  // Somebody else may have ended it.
  if (signal.aborted) await started.pause();
  else signal.addEventListener('abort', () => void started.pause(), { once: true });
}

function withOneSlot(config: Config): Config {
  return { ...config, containers: { ...config.containers, maxConcurrent: 1 } };
}

/** The task's own events tell what happens; only trouble, or what somebody asked for, goes to the log. */
function quietLogger(cli: Cli, config: Config): Logger {
  const { level } = config.log;
  return cli.logger(config, { level: level === 'info' || level === 'warn' ? 'error' : level });
}
