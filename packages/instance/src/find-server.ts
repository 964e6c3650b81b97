import { InstanceError } from './instance-error.ts';
import type { HeldAddress } from './open-instances.ts';

/** A remote server of opencode, as the configuration has it. */
export type ServerSettings = {
  name: string;
  /** Without a slash at its end. */
  url: string;
  username: string;
  password: { reveal(): string } | null;
  /** Where its projects are, as it sees them; relative directories begin there. */
  projectsPath: string | null;
};

/** The way to a server of the configuration. Throws InstanceError. */
export function findServer(servers: readonly ServerSettings[], name: string): HeldAddress {
  const found = servers.find((server) => server.name === name);
  if (found === undefined)
    throw new InstanceError(`There is no [[instance]] ${name} in commander.toml`, { kind: 'unfit' });
  const { url, username, password } = found;
  return {
    name: `Instance ${name}`,
    address: { url },
    username,
    password: password?.reveal() ?? null,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
