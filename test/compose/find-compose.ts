import { DOCKER } from './docker.ts';
import { run } from './run.ts';

/** What the command line of the compose that is here begins with: the first version is a program, the second may be a part of docker. */
export async function findCompose(environment: Record<string, string>): Promise<[string, ...string[]]> {
  try {
    await run('docker-compose', ['version'], environment);
    return ['docker-compose'];
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [DOCKER, 'compose'];
    throw error;
  }
}
