import { readFile } from 'node:fs/promises';
import type { Engine } from './engine.ts';
import { run } from './run.ts';

const MANIFEST = new URL('../../package.json', import.meta.url);
/** Of images/service/Containerfile, as compose needs them. */
export const TARGETS = ['redis', 'poller', 'mcp-gateway', 'dispatcher', 'demo'];
const BASE = 'opencode-commander/base';

const { version } = JSON.parse(await readFile(MANIFEST, 'utf8'));

/** The images of all services, made on this machine alone. */
export async function buildImages({ program, environment }: Engine): Promise<void> {
  await run('sh', ['images/service/base.sh', BASE], { ...environment, DOCKER: program });
  for (const target of TARGETS) {
    const options = ['--quiet', '--network', 'host', '--build-arg', `BASE=${BASE}`, '--target', target];
    const files = ['--tag', imageOf(target), '--file', 'images/service/Containerfile', '.'];
    await run(program, ['build', ...options, ...files], environment);
  }
}

/** What compose.yaml calls the image of a target of images/service/Containerfile. */
export function imageOf(target: string): string {
  return `opencode-commander/${target}:${version}`;
}
