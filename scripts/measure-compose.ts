// npm run measure:compose [-- --json]: what the services of compose.yaml take on a Docker, and how soon they are of use; a page of
// docs/operations.md says what it gave. Nothing else should run meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { imageOf, TARGETS } from '../test/compose/build-images.ts';
import { DEMO_SERVICES } from '../test/compose/compose.ts';
import { type Deployment, openDeployment } from '../test/compose/open-deployment.ts';
import { PROJECT } from '../test/compose/prepare-installation.ts';
import { run } from '../test/compose/run.ts';

const LOOK_MS = 250;
const PATIENCE_MS = 600_000;
const SAMPLES = 30;

type Usage = { service: string; memoryMiB: number; cpuPercent: number };

const directory = await mkdtemp(join(tmpdir(), 'm'));
try {
  const start = await openDeployment(directory);
  if (start.status === 'refused') fail(start.reason);
  else await show(start.deployment);
} finally {
  await rm(directory, { recursive: true, force: true });
}

async function show(deployment: Deployment): Promise<void> {
  try {
    if (deployment.compose.engine === 'docker') print(await measure(deployment));
    else fail(`${deployment.compose.command.join(' ')} is not on a Docker: say COMPOSE='docker compose'`);
  } finally {
    await deployment.close();
  }
}

function fail(reason: string): void {
  say(reason);
  process.exitCode = 1;
}

async function measure({ ask, compose, engine, github, ...deployment }: Deployment) {
  const { program, environment } = engine;
  const began = performance.now();
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, AbortSignal.timeout(PATIENCE_MS)]);
  const when = async (holds: () => Promise<boolean>) => {
    // GitHub's door opens a while after the beginning.
    while (!(await holds().catch(() => false))) await sleep(LOOK_MS, undefined, { signal });
    return (performance.now() - began) / 1_000;
  };
  say('starting the demo …');
  const [, healthySeconds, firstPullSeconds, allPullsSeconds] = await Promise.all([
    ask(compose.up).catch((error) => {
      failed.abort();
      throw error;
    }),
    when(async () => (await engine.healthy(PROJECT)).length === DEMO_SERVICES.length),
    when(async () => (await github.pulls()).length > 0),
    when(async () => (await github.pulls()).length === 2),
  ]);
  await when(async () => (await deployment.gateway.status()).includes('Slots in use: 0 of'));
  say('looking at it while it is idle …');
  const samples: Usage[] = [];
  for (let taken = 0; taken < SAMPLES; taken += 1) {
    samples.push(
      ...usages(await run(program, ['stats', '--no-stream', '--format', '{{json .}}'], environment)),
    );
  }
  const sizes = await Promise.all(
    TARGETS.map(async (target) => {
      const size = await run(
        program,
        ['image', 'inspect', '--format', '{{.Size}}', imageOf(target)],
        environment,
      );
      return { image: target, megabytes: Number(size) / 1e6 };
    }),
  );
  await ask(compose.down);
  return { healthySeconds, firstPullSeconds, allPullsSeconds, idle: meanByService(samples), sizes };
}

/** Lines of `docker stats`, whose containers are called `<project>_<service>_1`, or with hyphens. */
function usages(lines: string): Usage[] {
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const { Name: name, CPUPerc: cpu, MemUsage: memory } = JSON.parse(line);
      return {
        service: name.slice(PROJECT.length + 1, -2),
        memoryMiB: Number.parseFloat(memory) * (/^[\d.]+GiB/.test(memory) ? 1_024 : 1),
        cpuPercent: Number.parseFloat(cpu),
      };
    });
}

function meanByService(samples: readonly Usage[]): Usage[] {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  return DEMO_SERVICES.map((service) => {
    const those = samples.filter((sample) => sample.service === service);
    return {
      service,
      memoryMiB: mean(those.map(({ memoryMiB }) => memoryMiB)),
      cpuPercent: mean(those.map(({ cpuPercent }) => cpuPercent)),
    };
  });
}

function print(measured: Awaited<ReturnType<typeof measure>>): void {
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(measured));
    return;
  }
  const { healthySeconds, firstPullSeconds, allPullsSeconds, idle, sizes } = measured;
  console.log(`from up to all services healthy    ${healthySeconds.toFixed(1)} s`);
  console.log(`from up to the first pull request  ${firstPullSeconds.toFixed(1)} s`);
  console.log(`from up to both pull requests      ${allPullsSeconds.toFixed(1)} s`);
  for (const { service, memoryMiB, cpuPercent } of idle)
    console.log(
      `idle ${service.padEnd(12)} ${memoryMiB.toFixed(0).padStart(5)} MiB  ${cpuPercent.toFixed(2)} %`,
    );
  for (const { image, megabytes } of sizes)
    console.log(`image ${image.padEnd(12)} ${megabytes.toFixed(0)} MB`);
}

function say(words: string): void {
  console.error(words);
}
