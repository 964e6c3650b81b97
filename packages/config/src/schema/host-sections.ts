import { isAllowedHost } from './allowed-host.ts';
import { key, optionalKey } from './key.ts';
import {
  boolean,
  choice,
  cpus,
  dollars,
  duration,
  integer,
  list,
  path,
  secret,
  size,
  text,
} from './kinds.ts';

/** What may be said of dev shells. */
export const NIX_MODES = ['auto', 'always', 'never'] as const;

const ADDRESS = /^[A-Za-z0-9.:-]+$/;

export const redis = {
  url: optionalKey(
    secret(
      'redis://host:port, rediss://host:port, unix:///path, redis+sentinel://host:port,…/master or redis+cluster://host:port,…',
    ),
    {
      description:
        'The Redis or Valkey that all processes share; it must run with `maxmemory-policy noeviction` and keep its data on disk. A socket with a login: `unix://[user]:password@/path[?db=n]`. Of sentinels or cluster nodes several stand behind one another: `redis+sentinel://[user:password@]host:26379,host:26379/master[/db][?sentinel_password=…]`, `redis+cluster://[user:password@]host:7000,host:7001`; `rediss+…` over TLS.',
      otherwise: 'a redis-server of our own, its data under `data_dir`',
      example: 'redis://127.0.0.1:6379/0',
    },
  ),
  password: optionalKey(secret('a password'), {
    description: 'The password of `url`, where it is kept apart from it.',
    otherwise: 'the one in `url`, or none',
    example: 'file:/run/secrets/redis_password',
  }),
  prefix: key(text('letters, digits, `.`, `_` and `-`', /^[A-Za-z0-9._-]{1,64}$/), {
    description: 'What the names of all keys in Redis start with.',
    default: 'commander',
    example: 'commander-staging',
    live: false,
  }),
  wait: key(duration('0s', '1d'), {
    description:
      'How long a service that is started waits for a Redis that is not there yet, or loads its data, before it ends. It says so, and answers for its health meanwhile. `commander` does not wait.',
    default: '10m',
    example: '1m',
    live: false,
  }),
  allow_volatile: key(boolean(), {
    description:
      'Take a Redis that keeps nothing on disk: when it ends, all tasks are lost that GitHub does not tell of.',
    default: false,
    example: true,
    live: false,
  }),
};

export const containers = {
  socket: optionalKey(path('the path of a socket'), {
    description: "Podman's API socket.",
    otherwise: "the host's Podman service, or a `podman system service` child where none runs",
    example: '/run/podman/podman.sock',
    live: false,
  }),
  max_concurrent: key(integer(1, 1_000), {
    description: 'How many agents run at once on this host.',
    default: 4,
    example: 8,
  }),
  cpu_limit: key(cpus(), {
    description: 'Processors of one sandbox.',
    default: '2.0',
    example: '0.5',
  }),
  memory_limit: key(size('256m', '64t'), {
    description: 'Memory of one sandbox.',
    default: '4g',
    example: '8g',
  }),
  min_free_disk: key(size('1m', '64t'), {
    description:
      "Room that `data_dir` and the disk of Podman's images must have for new tasks to begin; what runs goes on without.",
    default: '2g',
    example: '10g',
  }),
  min_free_memory: key(size('1m', '64t'), {
    description: 'Memory that must be available on the host for new tasks to begin.',
    default: '512m',
    example: '4g',
  }),
  pids_limit: key(integer(64, 1_000_000), {
    description: 'Processes and threads of one sandbox.',
    default: 2048,
    example: 4096,
  }),
  image: optionalKey(text('an image'), {
    description:
      'The container image of agents; it must hold opencode and the entry point of `images/agent`.',
    otherwise: 'built from `images/agent` when it has changed',
    example: 'localhost/opencode-commander/agent:mine',
    live: false,
  }),
  nix: key(choice(NIX_MODES), {
    description:
      'Whether agents work in the dev shell of a repository that has a `flake.nix`: `auto` where the image has nix and the shell can be made, `always` or the task fails, `never`.',
    default: 'auto',
    example: 'always',
  }),
  egress_allow: key(
    list(
      'host names, `*.` in front for all below one, or IP addresses, each with `:port` unless it is 443',
      isAllowedHost,
    ),
    {
      description: 'Hosts agents may reach. Everything else stays closed.',
      default: [],
      example: ['registry.npmjs.org', '*.pypi.org', 'proxy.example.com:8080'],
      live: false,
    },
  ),
  runtime: optionalKey(text('the name or path of an OCI runtime'), {
    description: 'The OCI runtime of sandboxes.',
    otherwise: "Podman's own, or runc where that refuses",
    example: 'runc',
    live: false,
  }),
  max_push_bytes: key(size('1k', '1t'), {
    description: 'The largest push that is taken from an agent.',
    default: '100m',
    example: '20m',
  }),
  max_file_bytes: key(size('1k', '1t'), {
    description: 'The largest file that is published.',
    default: '50m',
    example: '5m',
  }),
  keep_warm: key(duration('0s', '24h'), {
    description:
      'How long the sandbox of a task that waits for a person goes on running; then it is stopped, and its disk stays.',
    default: '15m',
    example: '1h',
  }),
};

export const agent = {
  ask: key(list('permissions of opencode, such as `bash` or `webfetch`', /^[a-z][a-z_]{0,63}$/), {
    description:
      'What agents may do only when a person approves: with `/commander approve`, or `/commander deny`, on the issue.',
    default: [],
    example: ['webfetch'],
  }),
};

const dollarLimit = (what: string, example: number) =>
  optionalKey(dollars(), {
    description: `US dollars ${what}. At 80 % it is said, at 100 % people are asked.`,
    otherwise: 'no limit',
    example,
  });

export const budget = {
  task_usd: dollarLimit('the models of one task may cost', 5),
  repo_day_usd: dollarLimit('the tasks of one repository may cost on one day (UTC)', 50),
  day_usd: dollarLimit('all tasks together may cost on one day (UTC)', 200),
  max_rounds: key(integer(0, 1_000), {
    description: 'How many follow-ups a pull request gets before people are asked.',
    default: 5,
    example: 10,
  }),
};

export const publish = {
  protected_paths: key(list('patterns of paths'), {
    description:
      'Paths agents may not change. A workflow that is pushed would run with the secrets of its repository.',
    default: ['.github/workflows/**', '.github/actions/**'],
    example: ['.github/**', 'deploy/**'],
    live: false,
  }),
  delete_merged_branches: key(boolean(), {
    description: "Delete an agent's branch once its pull request is merged.",
    default: false,
    example: true,
  }),
};

const taskTimeout = (priority: string, fallback: string) =>
  key(duration('10s', '24h'), {
    description: `How long a task of ${priority} priority may run.`,
    default: fallback,
    example: '2h',
  });

export const timeouts = {
  critical: taskTimeout('critical', '60m'),
  high: taskTimeout('high', '45m'),
  medium: taskTimeout('medium', '30m'),
  low: taskTimeout('low', '15m'),
  stuck: key(duration('1s', '24h'), {
    description: 'How long an agent may do nothing at all before its run is given up.',
    default: '5m',
    example: '10m',
  }),
  dev_shell: key(duration('1s', '24h'), {
    description: 'How long nix may take to make the dev shell of a `flake.nix`, downloads included.',
    default: '10m',
    example: '30m',
  }),
  human: key(duration('1s', '365d'), {
    description: 'How long a task waits for the answer of a person before it fails.',
    default: '72h',
    example: '7d',
  }),
};

export const mcp = {
  host: key(text('an IP address or host name', ADDRESS), {
    description: 'Where the gateway listens. Beyond loopback only with a `token` of your own.',
    default: '127.0.0.1',
    example: '0.0.0.0',
    live: false,
  }),
  port: key(integer(0, 65_535), {
    description: 'Its port; 0 takes any free one.',
    default: 7070,
    example: 8080,
    live: false,
  }),
  token: optionalKey(secret('a token of at least 16 characters'), {
    description: 'The bearer token of the gateway.',
    otherwise: 'generated once into `<data_dir>/mcp-token`',
    example: 'env:COMMANDER_TOKEN_OF_MINE',
  }),
  board_changes: key(boolean(), {
    description:
      'Lets people retry, promote, remove and prioritise single jobs on the board; each is the operation that other ways in have.',
    default: false,
    example: true,
    live: false,
  }),
};

export const health = {
  host: key(text('an IP address or host name', ADDRESS), {
    description:
      'Where poller and dispatcher serve `/healthz`, `/readyz` and `/metrics` when each is a process of its own: to whoever reaches it, without a token. Beyond loopback only in a network you trust.',
    default: '127.0.0.1',
    example: '0.0.0.0',
    live: false,
  }),
  poller_port: key(integer(0, 65_535), {
    description: "The poller's port; 0 takes any free one.",
    default: 7071,
    example: 9071,
    live: false,
  }),
  dispatcher_port: key(integer(0, 65_535), {
    description: "The dispatcher's port; 0 takes any free one.",
    default: 7072,
    example: 9072,
    live: false,
  }),
};
