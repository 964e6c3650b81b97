import { run } from './run.ts';

const PROGRAMS = ['/usr', '/bin', '/lib', '/lib64'];

/** Null when a container runs, else what the engine says. Its root is empty but for the host's programs, so that it needs no image. */
export async function tryContainer(
  program: string,
  environment: Record<string, string>,
): Promise<string | null> {
  const engine = (...args: string[]) => run(program, args, environment);
  const mounts = PROGRAMS.map((path) => `--volume=${path}:${path}:ro`);
  const [image, network] = ['trial', 'trial-network'];
  try {
    await run(
      'sh',
      ['-c', `tar --create --files-from /dev/null | ${program} import - ${image}`],
      environment,
    );
    await engine('network', 'create', network);
    await engine('run', '--rm', '--network', network, ...mounts, image, '/usr/bin/true');
    await engine('network', 'rm', network);
    return null;
  } catch (error) {
    return `${program} cannot run a container: ${String(error).trim().split('\n').slice(-2).join(' · ')}`;
  }
}
