import { randomUUID } from 'node:crypto';
import type { Config } from '@opencode-commander/config';
import { type ProcessBeat, processRegistry, type Queues } from '@opencode-commander/queue';
import { type Health, type Logger, type ReleaseStack, repeat, VERSION } from '@opencode-commander/service';
import { oneLine } from '@opencode-commander/task';

export type BeatingService = {
  service: ProcessBeat['service'];
  config: Pick<Config, 'hostName'>;
  queues: Queues;
  /** What fails of it is told as the service's problems. */
  health: Health;
  log: Logger;
  pid: number;
  /** Where the beat ends. */
  stack: ReleaseStack;
  /** The secrets of what goes out. */
  redactor: { redact(text: string): string };
  /** Milliseconds between two beats; five seconds unless given. */
  everyMs?: number;
};

const BEAT_EVERY_MS = 5_000;
const LONGEST_PROBLEM = 300;

/** Tells the others, now and every few seconds, that this service lives and what is not well with it. Throws RedisError the first time only. */
export async function beatService(beating: BeatingService): Promise<void> {
  const { service, config, queues, log, pid, stack, everyMs = BEAT_EVERY_MS } = beating;
  const registry = processRegistry(queues);
  const own = {
    id: randomUUID(),
    service,
    host: config.hostName,
    pid,
    version: VERSION,
    startedAt: new Date().toISOString(),
  };
  const work = async () => registry.beat({ ...own, problems: await problemsOf(beating) });
  const onError = (err: unknown) =>
    log.warn({ err }, `the others could not be told that the ${service} lives`);
  await work();
  const repeated = repeat({ everyMs, work, onError });
  stack.defer(`the beat of the ${service}`, async () => {
    await repeated.stop();
    await registry.leave(own.id).catch(onError);
  });
}

async function problemsOf({ health, redactor }: BeatingService): Promise<string[]> {
  const { checks } = await health.report();
  return Object.entries(checks).flatMap(([name, check]) =>
    check.ok ? [] : [oneLine(redactor.redact(`${name}: ${check.message}`), LONGEST_PROBLEM)],
  );
}
