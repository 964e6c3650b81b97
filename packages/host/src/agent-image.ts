import {
  AGENT_IMAGE_REPOSITORY,
  connectPodman,
  listImages,
  type Podman,
  PodmanError,
} from '@opencode-commander/sandbox';
import { EXIT_CODES } from '@opencode-commander/task';
import type { Host } from './host.ts';
import { ok, type Requirement, trouble, type Verdict } from './requirement.ts';

export type AgentImageSettings = {
  /** An image of the user's own; null for the one we build. */
  image: string | null;
  /** The socket of the Podman service that runs the agents; null for the host's Podman. */
  socket: string | null;
};

/** The image the agents run in: ours is built when it is first needed, one of the user's own has to be there. */
export function agentImage({ image, socket }: AgentImageSettings): Requirement {
  return {
    name: 'agent image',
    exitCode: EXIT_CODES.container,
    check: (host) => (socket === null ? askProgram(host, image) : askService(socket, image)),
  };
}

async function askProgram(host: Host, image: string | null): Promise<Verdict> {
  const filter = `--filter=reference=${image ?? AGENT_IMAGE_REPOSITORY}`;
  const end = await host.run(['podman', 'images', filter, '--format={{.Repository}}:{{.Tag}}']);
  if (end.status === 'missing') return trouble('podman is not installed', { advice: 'see podman above' });
  if (end.code !== 0)
    return trouble(`podman cannot list images: ${end.output.trim()}`, { advice: RUN_PODMAN });
  const [found] = end.output.trim().split('\n').filter(Boolean);
  return judge(image, found);
}

/** The service's host may be another one, or have no program: containers of the services have its socket alone. */
async function askService(socket: string, image: string | null): Promise<Verdict> {
  const podman = connectPodman(socket);
  try {
    return judge(image, await find(podman, image));
  } catch (error) {
    if (error instanceof PodmanError) return trouble(error.message, null);
    throw error;
  } finally {
    await podman.close();
  }
}

async function find(podman: Podman, image: string | null): Promise<string | undefined> {
  if (image !== null) return (await podman.imageExists(image)) ? image : undefined;
  const [newest] = (await listImages(podman, AGENT_IMAGE_REPOSITORY)).sort((a, b) => b.created - a.created);
  return newest?.name;
}

function judge(image: string | null, found: string | undefined): Verdict {
  if (found !== undefined) return ok(found);
  if (image === null) return ok('is built when it is first needed');
  return trouble(`there is no image ${image}`, {
    advice: `pull it (podman pull ${image}), or leave out containers.image`,
  });
}

const RUN_PODMAN = '`podman images` must work for this user';
