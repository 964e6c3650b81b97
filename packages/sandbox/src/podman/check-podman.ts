import { type Finding, judgeHost, judgeService } from './judge-podman.ts';
import { ociRuntime } from './oci-runtime.ts';
import { type OpenPodman, openPodman } from './open-podman.ts';
import type { Podman } from './podman.ts';
import { PodmanError } from './podman-error.ts';
import { probeRunDirectory } from './probe-run-directory.ts';
import { readPodmanHost } from './read-podman-host.ts';

export type CheckPodman = OpenPodman & {
  /** The user this process runs as; 0 is root. */
  uid: number;
  userName: string;
};

/** Whether sandboxes can run here, as a list of what was looked at and what to do; for `commander doctor`. */
export async function checkPodman(options: CheckPodman): Promise<Finding[]> {
  // With a configured socket this host's Podman does not matter.
  const host = options.socket ? [] : judgeHost(await readPodmanHost(options));
  if (host.some(({ name, ok }) => name === 'podman' && !ok)) return host;
  return [...host, ...(await checkService(options))];
}

async function checkService(options: CheckPodman): Promise<Finding[]> {
  return orFinding('podman service', async () => {
    const { podman, stop } = await openPodman(options);
    try {
      const runtime = options.runtime ?? (await ociRuntime(podman));
      const service = judgeService({ info: await podman.info(), version: await podman.version(), runtime });
      return [...service, ...(await checkRunDirectory(podman, options.runDir))];
    } finally {
      await stop();
    }
  });
}

function checkRunDirectory(podman: Podman, runDir: string): Promise<Finding[]> {
  const name = 'run directory';
  return orFinding(name, async () => {
    await probeRunDirectory(podman, runDir);
    return [{ name, ok: true, message: 'Podman sees what is in it' }];
  });
}

async function orFinding(name: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof PodmanError) return [{ name, ok: false, message: error.message }];
    throw error;
  }
}
