import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { openBackbone } from '@opencode-commander/backbone';
import { type Configuration, openConfiguration, secretValues } from '@opencode-commander/config';
import { instanceOf } from '@opencode-commander/dispatcher';
import { HOST_REQUIREMENTS, setUpHost, thisHost } from '@opencode-commander/host';
import type { TaskStore } from '@opencode-commander/queue';
import { instanceLabel } from '@opencode-commander/sandbox';
import { type Guardian, untilAborted } from '@opencode-commander/service';
import { EXIT_CODES } from '@opencode-commander/task';
import type { Cli } from '../cli.ts';
import { requireHost } from '../require-host.ts';
import { startServices } from '../start-services.ts';
import { TaskNotDone } from '../task-not-done.ts';
import { demoEnvironment } from './demo-environment.ts';
import { openDemoGround } from './demo-ground.ts';
import { demoReport } from './demo-report.ts';
import { type DemoWorld, fileDemoIssues, makeDemoWorld } from './demo-world.ts';
import { removeContainers } from './remove-containers.ts';
import { watchIssues } from './watch-issues.ts';

export type DemoOptions = {
  /** End when the issues are done instead of on Ctrl-C. */
  once: boolean;
  /** Print the report as the last line of standard output. */
  json: boolean;
};

const SOURCE = fileURLToPath(new URL('../../../..', import.meta.url));
const TOPIC = 'opencode-commander';
/** Fewer than there are issues, so that some of them wait. */
const CONCURRENCY = 2;

/** Shows labelled issues become pull requests: all of it is real but GitHub's servers and the model's brain. */
export async function runDemo(cli: Cli, { once, json }: DemoOptions): Promise<void> {
  requireHost(cli, 'demo');
  const { stack, signal } = cli.scope;
  await setUpHost({ host: thisHost(process), requirements: HOST_REQUIREMENTS, say: cli.say });
  const { directory, guardian } = await openDemoGround(stack, { parent: tmpdir(), onLost: warnOf(cli) });
  const random = () => randomBytes(20).toString('hex');
  const secrets = { token: random(), modelKey: random() };
  const world = await makeDemoWorld({ directory, source: SOURCE, topic: TOPIC, secrets, stack });
  const configuration = await openDemoConfiguration(cli, world, directory);
  const { config } = configuration;
  const { store, pagesUrl } = await startAll(cli, { configuration, guardian });
  cli.say(`GitHub (simulated):  ${world.github.url}`);
  cli.show(`Dashboard:           ${pagesUrl}`);
  const issues = fileDemoIssues(world, config.github.triggerLabel);
  const outcomes = await watchIssues(cli, { issues, world, config, store });
  const report = demoReport(outcomes);
  cli.say(report.ok ? 'Every issue ended as it should.' : 'Not every issue ended as it should.');
  if (!once) {
    cli.say('Look around; Ctrl-C ends the demo and clears everything away.');
    await untilAborted(signal);
  }
  if (json) cli.print(JSON.stringify(report));
  if (!report.ok) throw new TaskNotDone('an issue of the demo did not end as it should', EXIT_CODES.agent);
}

function warnOf({ say }: Cli): (error: Error) => void {
  return ({ message }) => say(`Killed from now on, the demo would leave things behind: ${message}.`);
}

async function openDemoConfiguration(cli: Cli, world: DemoWorld, directory: string): Promise<Configuration> {
  const env = demoEnvironment(world, { directory, concurrency: CONCURRENCY, topic: TOPIC });
  const uid = process.getuid?.() ?? -1;
  // Nothing of the user's own configuration is read: no file is there, and no variable is handed on.
  const opened = await openConfiguration({ env, cwd: directory, home: directory, uid, hostname: 'demo' });
  for (const secret of secretValues(opened.config)) cli.scope.redactor.add(secret);
  return opened;
}

async function startAll(
  cli: Cli,
  { configuration, guardian }: { configuration: Configuration; guardian: Guardian },
): Promise<{ store: TaskStore; pagesUrl: string }> {
  const { config } = configuration;
  const log = cli.logger(config);
  const warn = (error: Error) => log.warn({ err: error }, error.message);
  const onChild = (pid: number) => guardian.add({ kind: 'process', pid });
  const backbone = await openBackbone(config, { ...cli.scope, warn, onChild });
  guardian.add({ kind: 'containers', label: instanceLabel(instanceOf(config)) });
  cli.scope.stack.defer('the containers', () => removeContainers(config, cli.env), 20_000);
  const { gateway } = await startServices(cli, { configuration, log, backbone, onChild });
  return { store: backbone.store, pagesUrl: gateway.pagesUrl };
}
