import { access } from 'node:fs/promises';
import { ociRuntime } from './oci-runtime.ts';
import { connectPodman, type Podman } from './podman.ts';
import { PodmanError } from './podman-error.ts';
import { startPodmanService } from './podman-service.ts';

export type OpenPodman = {
  /** The configured socket: then nothing else is tried. A path, or `unix://` and a path. */
  socket: string | null;
  /** A private directory for the socket of a service of our own. */
  runDir: string;
  /** The OCI runtime a service of our own uses, null for Podman's default, or runc where that one would refuse. */
  runtime: string | null;
  /**
   * The host's environment: it says where a user's own service listens, and a service of our own gets what Podman needs of it, and
   * none of our secrets. Without HOME a rootless one does not start.
   */
  environment: Readonly<Record<string, string | undefined>>;
  /** Where a service of our own keeps what it is just building; else where temporary files are. */
  temporaryDir?: string | undefined;
  /** `refused`: throws where neither the configured service nor the host's can be used, rather than start one of our own. */
  ownService?: 'started' | 'refused';
  /** Hears the process id of a service of our own as soon as it is started. */
  onChild?: ((pid: number) => void) | undefined;
  signal?: AbortSignal | undefined;
};

const UNREACHABLE =
  'no Podman can be used from here: name its socket in containers.socket, or ask on the host, and as the user, of its dispatcher';

export type OpenedPodman = {
  podman: Podman;
  /** The process id of a service that is our own child, else null: it outlives us when we are killed. */
  servicePid: number | null;
  /** Ends the connections and a service of our own; containers stay. */
  stop(): Promise<void>;
};

/**
 * Podman's service: the configured one; else the host's, where one runs; else a child of ours.
 * Throws PodmanError when none of them answers, or that child is refused.
 */
export async function openPodman(options: OpenPodman): Promise<OpenedPodman> {
  if (options.socket) return connected(await answering(options.socket));
  for (const socket of hostSockets(options)) {
    const podman = await isThere(socket).then((there) =>
      there ? answering(socket).catch(ignoreRefusal) : null,
    );
    if (podman) return connected(podman);
  }
  if (options.ownService === 'refused') throw new PodmanError(UNREACHABLE);
  const own = await startOwn(options);
  if (options.runtime !== null) return own;
  const runtime = await ociRuntime(own.podman).catch(async (error) => {
    await own.stop();
    throw error;
  });
  if (runtime === null) return own;
  // What a container is to be made with is decided by its service: Podman 4.3 does not heed `oci_runtime` of a container.
  await own.stop();
  return startOwn({ ...options, runtime });
}

async function startOwn(options: OpenPodman): Promise<OpenedPodman> {
  const service = await startPodmanService(options);
  const podman = connectPodman(service.socket);
  const stop = async () => {
    await podman.close();
    await service.stop();
  };
  return { podman, servicePid: service.pid, stop };
}

function connected(podman: Podman): OpenedPodman {
  return { podman, servicePid: null, stop: () => podman.close() };
}

function hostSockets({ environment }: OpenPodman): string[] {
  const runtimeDir = environment['XDG_RUNTIME_DIR'];
  return ['/run/podman/podman.sock', ...(runtimeDir ? [`${runtimeDir}/podman/podman.sock`] : [])];
}

async function isThere(socket: string): Promise<boolean> {
  return access(socket).then(
    () => true,
    () => false,
  );
}

async function answering(socket: string): Promise<Podman> {
  const podman = connectPodman(socket);
  try {
    await podman.ping();
    return podman;
  } catch (error) {
    await podman.close();
    throw error;
  }
}

/** A host's service that does not answer us (another user's, a stale socket) is passed over. */
function ignoreRefusal(error: unknown): null {
  if (error instanceof PodmanError) return null;
  throw error;
}
