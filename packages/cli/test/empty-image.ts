import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const podman = (...args: string[]) => promisify(execFile)('podman', args);

/** An image with nothing in it that could run. */
export async function buildEmptyImage(): Promise<{ name: string } & AsyncDisposable> {
  const directory = await mkdtemp(join(tmpdir(), 'i'));
  const name = `localhost/commander-test-empty-${process.pid}:1`;
  const lines = ['FROM scratch', 'COPY Containerfile /', 'ENTRYPOINT ["/agent"]', ''];
  await writeFile(join(directory, 'Containerfile'), lines.join('\n'));
  await podman('build', '--quiet', '--tag', name, directory);
  await rm(directory, { recursive: true });
  const remove = async () => {
    await podman('rmi', '--force', name);
  };
  return { name, [Symbol.asyncDispose]: remove };
}
