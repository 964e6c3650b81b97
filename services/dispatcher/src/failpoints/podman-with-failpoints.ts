import { type Podman, type PodmanCall, PodmanError } from '@opencode-commander/sandbox';
import type { Effect, Failpoints } from '@opencode-commander/service';

/** The same Podman; what changes containers has failpoints around it. */
export function podmanWithFailpoints(podman: Podman, failpoints: Failpoints): Podman {
  const around = <T>(call: PodmanCall, work: () => Promise<T>) => {
    const effect = effectOf(call);
    return effect === null ? work() : failpoints.around(effect, work, (message) => new PodmanError(message));
  };
  return {
    ...podman,
    call: (call, schema) => around(call, () => podman.call(call, schema)),
    send: (call) => around(call, () => podman.send(call)),
  };
}

/** What a call does to a container, by https://docs.podman.io/en/latest/_static/api.html; null: nothing. */
export function effectOf({ method, path }: Pick<PodmanCall, 'method' | 'path'>): Effect | null {
  const [, containers, name, action] = path.split('/');
  if (containers !== 'containers') return null;
  if (method === 'DELETE' && action === undefined) return 'podman.remove';
  if (method === 'PUT' && action === 'archive') return 'podman.put_file';
  if (method !== 'POST') return null;
  if (name === 'create') return 'podman.create';
  if (action === 'start') return 'podman.start';
  return action === 'stop' ? 'podman.stop' : null;
}
