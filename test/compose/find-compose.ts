import { type Compose, composeOf } from './compose.ts';
import { run } from './run.ts';

/** The compose that is here: the first version is a program, the second may be a part of docker. */
export async function findCompose(environment: Record<string, string>): Promise<Compose> {
  try {
    await run('docker-compose', ['version'], environment);
    return composeOf('docker-compose');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return composeOf('docker compose');
    throw error;
  }
}
