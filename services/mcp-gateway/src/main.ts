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
  untilAborted,
} from '@opencode-commander/service';
import { startGateway } from './start-gateway.ts';

process.exitCode = await runProcess({ name: 'mcp-gateway', host: process, start });

async function start(scope: Scope): Promise<void> {
  const config = await readConfig();
  for (const secret of secretValues(config)) scope.redactor.add(secret);
  const { level, format } = config.log;
  const log = createLogger({
    name: 'mcp-gateway',
    level,
    pretty: format === 'pretty',
    secrets: scope.redactor,
  });
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
  const metrics = createMetrics({ service: 'mcp-gateway' });
  const gateway = await startGateway({ config, store, queues, github, log, health, metrics });
  stack.defer('the gateway', () => gateway.stop());
}

async function embeddedRedis({ dataDir, runDir }: Config, stack: Scope['stack']): Promise<string> {
  const server = await startEmbeddedRedis({ dataDir, runDir });
  stack.defer('the embedded Redis', () => server.stop());
  return server.url;
}
