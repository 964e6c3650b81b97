import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@opencode-commander/config';
import { untilAborted } from '@opencode-commander/service';
import type { Cli } from '../cli.ts';
import { UsageError } from '../usage-error.ts';
import { type DemoAddresses, fileDemoIssues, makeDemoWorld } from './demo-world.ts';
import { meetPeople } from './people.ts';

/** The provider of the simulated model in the configuration of whoever uses it. */
const PROVIDER = 'simulated';

/**
 * Serves the simulated GitHub and the simulated model that the configuration points at, until the signal. The issues of the demo that
 * need no repository of this project's are filed there, and people answer and review them.
 */
export async function serveDemo(cli: Cli): Promise<void> {
  const config = await cli.config();
  const { stack, signal } = cli.scope;
  const { addresses, secrets } = readPlace(config);
  const directory = await mkdtemp(join(tmpdir(), 'commander-demo-'));
  stack.defer('the repositories', () => rm(directory, { recursive: true, force: true }));
  const { topic, triggerLabel } = config.github;
  const world = await makeDemoWorld({ directory, source: null, topic, secrets, addresses, stack });
  cli.say(`GitHub (simulated): ${addresses.urls.web}`);
  const issues = fileDemoIssues(world, triggerLabel);
  await Promise.all(issues.map((issue) => meetPeople(world, issue, signal)));
  await untilAborted(signal);
}

function readPlace({ github, llm }: Config): {
  addresses: DemoAddresses;
  secrets: { token: string; modelKey: string };
} {
  const provider = llm[PROVIDER];
  if (github.auth?.kind !== 'token')
    throw new UsageError('the demo needs a github.token that its GitHub is to know');
  if (!provider?.baseUrl || !provider.apiKey)
    throw new UsageError(`the demo needs llm.${PROVIDER} with base_url and api_key`);
  const urls = { web: `http://${github.host}`, api: github.apiUrl };
  const ports = { githubPort: portOf(github.apiUrl), modelPort: portOf(provider.baseUrl) };
  // Whoever uses it is in another container.
  const addresses = { host: '0.0.0.0', ...ports, urls };
  return { addresses, secrets: { token: github.auth.token.reveal(), modelKey: provider.apiKey.reveal() } };
}

function portOf(url: string): number {
  return Number(new URL(url).port || 80);
}
