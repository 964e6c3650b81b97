import { AGENT_IMAGE_REPOSITORY } from '@opencode-commander/sandbox';
import { ok, type Requirement, trouble } from './requirement.ts';

export type AgentImageSettings = {
  /** An image of the user's own; null for the one we build. */
  image: string | null;
  /** The path of the Podman service that runs the agents; null for the host's. */
  socket: string | null;
};

/** The image the agents run in: ours is built when it is first needed, one of the user's own has to be there. */
export function agentImage({ image, socket }: AgentImageSettings): Requirement {
  return {
    name: 'agent image',
    async check(host) {
      const podman = socket === null ? [] : [`--url=unix://${socket}`];
      const filter = `--filter=reference=${image ?? AGENT_IMAGE_REPOSITORY}`;
      const format = '--format={{.Repository}}:{{.Tag}}';
      const end = await host.run(['podman', ...podman, 'images', filter, format]);
      if (end.status === 'missing') return trouble('podman is not installed', { advice: 'see podman above' });
      if (end.code !== 0)
        return trouble(`podman cannot list images: ${end.output.trim()}`, { advice: RUN_PODMAN });
      const [found] = end.output.trim().split('\n').filter(Boolean);
      if (found) return ok(found);
      if (image === null) return ok('is built when it is first needed, in about half a minute');
      return trouble(`there is no image ${image}`, {
        advice: `pull it (podman pull ${image}), or leave out containers.image`,
      });
    },
  };
}

const RUN_PODMAN = '`podman images` must work for this user; look at containers.socket';
