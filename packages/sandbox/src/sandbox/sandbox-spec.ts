import type { TaskId } from '@opencode-commander/task';

/**
 * Where a session of opencode's is put (`putFile`) that the agent is to have: `COMMANDER_SESSION_FILE` in `env` names it,
 * and the entry script imports it at the first start.
 */
export const SESSION_FILE = '/tmp/commander-session.json';

/** The volume of a Nix cache, as a sandbox has it: `read` by an agent, or to `fill`, by the entry script and without an agent. */
export type NixCacheMount = { volume: string; use: 'read' | 'fill' };

/** What a sandbox is made from. */
export type SandboxSpec = {
  taskId: TaskId;
  /** The run it is made for; part of its name. */
  epoch: number;
  /** The dispatcher it belongs to: letters, digits, `_`, `.`, `-`. */
  instance: string;
  image: string;
  /** A private directory for the sockets; short, because socket paths are. */
  runDir: string;
  /** For the entry script and opencode. Podman shows it to anybody who may ask: no secrets. */
  env: Readonly<Record<string, string>>;
  /** CPUs' worth of time, such as 1.5. */
  cpus: number;
  memoryBytes: number;
  pidsLimit: number;
  /** What nix has made for its repository; null where none is wanted. */
  nixCache?: NixCacheMount | null;
  /** The OCI runtime, null to let it be chosen. */
  runtime: string | null;
};

/** The name of the sandbox's container; no other container has it. */
export function sandboxName({ instance, taskId, epoch }: SandboxSpec): string {
  return `commander-${instance}-${taskId}-${epoch}`;
}
