import { homedir, hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { type Config, type Configuration, openConfiguration, secretValues } from '@opencode-commander/config';
import type { GitHub } from '@opencode-commander/github';
import { checkWritable, type ProcessBeat } from '@opencode-commander/queue';
import {
  connectFailpoints,
  createHealth,
  createLogger,
  createMetrics,
  type Failpoints,
  type Health,
  type ListenAddress,
  type Logger,
  type Metrics,
  runProcess,
  type Scope,
  untilAborted,
} from '@opencode-commander/service';
import { EXIT_CODES, type ExitCode, OperatorError } from '@opencode-commander/task';
import { beatService } from './beat-service.ts';
import { gitHubWithFailpoints } from './failpoints/github-with-failpoints.ts';
import { setQueueFailpoints } from './failpoints/set-queue-failpoints.ts';
import { storeWithFailpoints } from './failpoints/store-with-failpoints.ts';
import { followConfiguration } from './follow-configuration.ts';
import { type Backbone, openBackbone } from './open-backbone.ts';
import { openLastingGitHub } from './open-github.ts';
import { tellWaiting } from './tell-waiting.ts';

/** What a service of its own process is given to start. */
export type Foundation = Backbone & {
  /** Follows what people set at runtime: to be read at each use. */
  config: Config;
  configuration: Configuration;
  log: Logger;
  health: Health;
  metrics: Metrics;
  /** Its calls last until the stack is released. */
  github: GitHub;
  /** Only where the chaos rig started the process. */
  failpoints?: Failpoints;
  scope: Scope;
};

export type ServiceProgram = {
  /** Stands in its log, before its errors, and among the processes of the installation. */
  name: ProcessBeat['service'];
  process: NodeJS.Process;
  /** Where it answers for its health; until there is a Redis somebody else does so for it. */
  address: (config: Config) => ListenAddress;
  /** Whether anybody may hear there why it waits; false unless given. */
  openly?: boolean;
  /** Throws OperatorError where something is missing that it cannot do without: before anything is waited for. */
  require?: (config: Config) => void;
  /** What it asks of GitHub is urgent: it may take the last of the rate limit. */
  urgent?: boolean;
  /** Starts the service and hands its release to `scope.stack`. */
  start: (foundation: Foundation) => Promise<void>;
};

/** The command line could not be understood. */
class ServiceUsageError extends OperatorError {
  readonly exitCode = EXIT_CODES.configuration;
}

/** Runs one service as a program, `--config <file>` being its only option, until it is told to end. */
export function runService(program: ServiceProgram): Promise<ExitCode> {
  const { name, process, start } = program;
  return runProcess({
    name,
    host: process,
    start: async (scope) => {
      const configuration = await readConfiguration(name, process);
      const { config } = configuration;
      program.require?.(config);
      for (const secret of secretValues(config)) scope.redactor.add(secret);
      const { level, format } = config.log;
      const log = createLogger({ name, level, pretty: format === 'pretty', secrets: scope.redactor });
      const foundation = await lay(configuration, { program, log, scope }).catch(nullIfTold(scope.signal));
      if (foundation === null) return;
      await beatService({ ...foundation, ...scope, service: name, pid: process.pid });
      await start(await withFailpoints(foundation, { name, process }));
      await Promise.race([untilAborted(scope.signal), foundation.redisLost]);
    },
  });
}

/** Who is told to end while it waits has nothing to say of it. */
function nullIfTold(signal: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (signal.aborted && error === signal.reason) return null;
    throw error;
  };
}

type Laying = { program: ServiceProgram; log: Logger; scope: Scope };

async function lay(configuration: Configuration, { program, log, scope }: Laying): Promise<Foundation> {
  const { name, address, openly = false, urgent = false } = program;
  const { config } = configuration;
  const warn = (err: Error) => log.warn({ err }, err.message);
  const waiting = tellWaiting({ address: address(config), openly, log, stack: scope.stack });
  const patience = { forMs: config.redis.waitMs, onWait: waiting.tell };
  const backbone = await openBackbone(config, { ...scope, warn, patience });
  await waiting.end();
  const onChange = () => {
    log.level = config.log.level;
  };
  await followConfiguration(configuration, { keyspace: backbone.queues, warn, stack: scope.stack, onChange });
  const health = createHealth();
  health.check('redis', () => checkWritable(backbone.queues));
  const metrics = createMetrics({ service: name });
  const github = openLastingGitHub(config, { stack: scope.stack, keyspace: backbone.queues, urgent });
  return { ...backbone, config, configuration, log, health, metrics, github, scope };
}

/** The same where the chaos rig listens; everywhere else there are no failpoints. */
async function withFailpoints(
  foundation: Foundation,
  { name: service, process: own }: Pick<ServiceProgram, 'name' | 'process'>,
): Promise<Foundation> {
  const socket = own.env['COMMANDER_FAILPOINTS'];
  if (!socket) return foundation;
  foundation.log.warn('COMMANDER_FAILPOINTS is set: a test rig decides what this process may do');
  const { pid } = own;
  const failpoints = await connectFailpoints(socket, {
    service,
    pid,
    kill: () => void own.kill(pid, 'SIGKILL'),
  });
  setQueueFailpoints(foundation.queues, failpoints);
  const github = gitHubWithFailpoints(foundation.github, failpoints);
  const store = storeWithFailpoints(foundation.store, failpoints);
  return { ...foundation, github, store, failpoints };
}

function readConfiguration(name: string, process: NodeJS.Process): Promise<Configuration> {
  const { env } = process;
  // There is no log yet: its level and format are in the configuration.
  const say = (line: string) => void process.stderr.write(`${name}: ${line}\n`);
  const host = { cwd: process.cwd(), home: homedir(), uid: process.getuid?.() ?? -1, hostname: hostname() };
  return openConfiguration({ env, file: configFile(process.argv.slice(2)), ...host, say });
}

function configFile(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { config: { type: 'string' } } }).values.config;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceUsageError(`${reason}; the only option is --config <file>`, { cause });
  }
}
