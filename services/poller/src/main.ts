import { homedir, hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { type Config, loadConfig, secretValues } from '@opencode-commander/config';
import { connectGitHub } from '@opencode-commander/github';
import { connectRedis, createQueues, createTaskStore, startEmbeddedRedis } from '@opencode-commander/queue';
import {
  createHealth,
  createLogger,
  createMetrics,
  type Logger,
  runProcess,
  type Scope,
  startHealthServer,
  untilAborted,
} from '@opencode-commander/service';
import { startPoller } from './start-poller.ts';

process.exitCode = await runProcess({ name: 'poller', host: process, start });

async function start(scope: Scope): Promise<void> {
  const config = await readConfig();
  for (const secret of secretValues(config)) scope.redactor.add(secret);
  const { level, format } = config.log;
  const log = createLogger({ name: 'poller', level, pretty: format === 'pretty', secrets: scope.redactor });
  await serve(config, log, scope);
  await untilAborted(scope.signal);
}

function readConfig(): Promise<Config> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  const { env } = process;
  const host = { cwd: process.cwd(), home: homedir(), uid: process.getuid?.() ?? 0, hostname: hostname() };
  return loadConfig({ env, file: values.config, ...host });
}

async function serve(config: Config, log: Logger, { stack, signal }: Scope): Promise<void> {
  const onError = (error: Error) => void log.warn({ err: error }, error.message);
  const redisUrl = config.redis.url?.reveal() ?? (await embeddedRedis(config, stack));
  const redis = await connectRedis({ url: redisUrl, role: 'producer', onError });
  stack.defer('the connection to Redis', () => redis.disconnect());
  const { prefix } = config.redis;
  const queues = createQueues({ redis, prefix, onError });
  stack.defer('the queues', () => queues.close());
  const store = createTaskStore({ redis, prefix });
  const github = connectGitHub({ ...config.github, markerKey: config.markerKey, signal });
  const health = createHealth();
  health.check('redis', () => redis.ping());
  const { host, pollerPort: port } = config.health;
  const server = await startHealthServer({
    host,
    port,
    health,
    metrics: createMetrics({ service: 'poller' }),
  });
  stack.defer('the health server', () => server.stop());
  const poller = await startPoller({ config, log, redis, redisUrl, store, queues, github, health });
  stack.defer('the poller', () => poller.stop());
  log.info({ health: server.url, github: config.github.apiUrl }, 'polling');
}

async function embeddedRedis({ dataDir, runDir }: Config, stack: Scope['stack']): Promise<string> {
  const server = await startEmbeddedRedis({ dataDir, runDir });
  stack.defer('the embedded Redis', () => server.stop());
  return server.url;
}
