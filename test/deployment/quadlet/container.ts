/** How a service's container is run, whoever runs it. */
export type Container = {
  /** What others find it by in their network, beside the name of its container; null where nobody looks for it. */
  alias: string | null;
  image: string;
  command: readonly string[];
  user: string | null;
  hostname: string | null;
  environment: Readonly<Record<string, string>>;
  /** `source:target`, and `:ro`; sorted. */
  mounts: readonly string[];
  ports: readonly string[];
  init: boolean;
  readOnly: boolean;
  noNewPrivileges: boolean;
  dropped: readonly string[];
  added: readonly string[];
  tmpfs: readonly string[];
  memory: string | null;
  pids: number | null;
  /** Seconds it may take to end; null for what its engine gives. */
  stopSeconds: number | null;
  health: { command: string; interval: string; timeout: string; retries: number; startPeriod: string | null };
  /** The services that are started before it. */
  after: readonly string[];
};
