import { NIX_MODES } from './host-sections.ts';
import { key, optionalKey, requiredKey } from './key.ts';
import { boolean, choice, duration, integer, list, path, secret, text, url } from './kinds.ts';

const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;
const LOGIN = /^[A-Za-z0-9][A-Za-z0-9-]*(\[bot\])?$/;
const MODEL = /^[^\s/]+\/\S+$/;

/** Keys that stand before the first section. */
export const top = {
  data_dir: optionalKey(path('a directory'), {
    description:
      'What must survive a restart: the embedded Redis, mirrors of repositories, unpublished work, sessions for follow-ups, generated keys. ' +
      'Each installation needs one of its own: where two share it, each removes what the other one has there and its own Redis does not know; with one `redis.prefix` containers too.',
    otherwise: '`$XDG_DATA_HOME/opencode-commander`, or `~/.local/share/opencode-commander`',
    example: '~/.local/share/opencode-commander',
    live: false,
  }),
  run_dir: optionalKey(path('a directory with a path of at most 60 bytes'), {
    description:
      'Sockets and whatever else lives as long as the process. At most 60 bytes long: socket paths have 107.',
    otherwise:
      '`$XDG_RUNTIME_DIR/opencode-commander`, `/run/opencode-commander` for root, else `/tmp/opencode-commander-<uid>`',
    example: '/run/user/1000/opencode-commander',
    live: false,
  }),
  host_name: optionalKey(text('a host name', HOST), {
    description: "This host's name in tasks and logs; every dispatcher host needs one of its own.",
    otherwise: 'the host name of the system',
    example: 'worker-1',
    live: false,
  }),
  marker_key: optionalKey(secret('a key of at least 16 characters'), {
    description:
      'Signs the hidden markers in comments. Every process that shares a Redis must have the same.',
    otherwise: 'generated once into `<data_dir>/marker-key`',
    example: 'file:/etc/opencode-commander/marker-key',
  }),
};

export const log = {
  level: key(choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), {
    description: 'The least important lines that are logged.',
    default: 'info',
    example: 'debug',
  }),
  format: key(choice(['pretty', 'json']), {
    description: 'Lines for people, or JSON for machines.',
    default: 'pretty',
    example: 'json',
    live: false,
  }),
};

export const github = {
  host: key(text('a host name such as github.com', HOST), {
    description: 'The GitHub server; the URLs below follow from it.',
    default: 'github.com',
    example: 'github.example.com',
    live: false,
  }),
  api_url: optionalKey(url(), {
    description: 'Where its REST API is.',
    otherwise: '`https://api.github.com` for github.com, `https://<host>/api/v3` for any other',
    example: 'https://github.example.com/api/v3',
    live: false,
  }),
  git_url: optionalKey(url(), {
    description: 'Where repositories are cloned from and pushed to: `<git_url>/owner/name.git`.',
    otherwise: '`https://<host>`',
    example: 'https://github.example.com',
    live: false,
  }),
  token: optionalKey(secret('a GitHub token'), {
    description:
      'A token that may read issues and write contents, issues and pull requests. Excludes `app_id`.',
    otherwise: 'for github.com the variable `GITHUB_TOKEN`, or `GH_TOKEN`; for any other server none',
    example: 'env:GITHUB_TOKEN',
  }),
  app_id: optionalKey(integer(1, Number.MAX_SAFE_INTEGER), {
    description: 'A GitHub App to act as, instead of `token`.',
    otherwise: 'no App',
    example: 123456,
    live: false,
  }),
  private_key: optionalKey(secret("the App's private key in PEM"), {
    description: "The App's private key.",
    otherwise: 'no App',
    example: 'file:~/opencode-commander.private-key.pem',
  }),
  webhook_secret: optionalKey(secret('a secret of at least 16 characters'), {
    description:
      "The secret of GitHub's webhooks to `/webhooks/github` of the gateway; they only make the next look at GitHub come at once.",
    otherwise: 'no webhooks are taken',
    example: 'env:GITHUB_WEBHOOK_SECRET',
  }),
  poll_interval: key(duration('1s', '1h'), {
    description: 'How often GitHub is asked for new work.',
    default: '30s',
    example: '1m',
  }),
  topic: key(text('a repository topic', /^[a-z0-9][a-z0-9-]{0,49}$/), {
    description: 'Repositories with this topic are served.',
    default: 'opencode-commander',
    example: 'agents-welcome',
  }),
  trigger_label: key(
    text('a label of 1 to 50 characters without comma and control characters', /^[^,\p{Cc}]{1,50}$/u),
    {
      description:
        'Issues with this label are given to an agent; what was taken by another label keeps that one.',
      default: 'agent',
      example: 'robot',
    },
  ),
  trusted_users: key(list('GitHub logins', LOGIN), {
    description: 'People who may start work without write permission on the repository.',
    default: [],
    example: ['octocat'],
    live: false,
  }),
  trusted_bots: key(list('GitHub logins', LOGIN), {
    description: 'Bots that may start work; all others are ignored.',
    default: [],
    example: ['renovate[bot]'],
    live: false,
  }),
  throttle: key(boolean(), {
    description: "Space requests as GitHub's guidelines ask. Off only for a server of your own.",
    default: true,
    example: false,
    live: false,
  }),
};

export const models = {
  allowed: optionalKey(list('models as provider/model', MODEL), {
    description: 'The models agents may use.',
    otherwise: "every model of the providers below: the repository's own `opencode.json` decides",
    example: ['anthropic/claude-sonnet-4-5'],
  }),
  default: optionalKey(text('a model as provider/model', MODEL), {
    description: 'The model of repositories whose own `opencode.json` chooses none.',
    otherwise: "opencode's own choice",
    example: 'anthropic/claude-sonnet-4-5',
  }),
};

export const llm = {
  base_url: optionalKey(url(), {
    description: "The provider's API.",
    otherwise: "the provider's own, where it is well known",
    example: 'https://api.anthropic.com/v1',
    live: false,
  }),
  api_key: optionalKey(secret('an API key'), {
    description: 'Stays on the host: agents get a placeholder.',
    otherwise:
      "a well-known provider's own variable, such as `ANTHROPIC_API_KEY`, if `base_url` is not changed",
    example: 'env:ANTHROPIC_API_KEY',
  }),
  npm: optionalKey(text('the name of an npm package'), {
    description:
      'The AI SDK package opencode speaks to it with; needed for providers opencode does not know.',
    otherwise: "opencode's own choice",
    example: '@ai-sdk/openai-compatible',
    live: false,
  }),
  models: key(list('names of models'), {
    description: 'Models opencode does not know of.',
    default: [],
    example: ['my-model'],
    live: false,
  }),
  prices: key(list('prices as model=input/output', /^[^\s=]+=\d+(\.\d+)?\/\d+(\.\d+)?$/), {
    description:
      'US dollars for a million tokens read and written; without, models opencode does not know cost nothing.',
    default: [],
    example: ['my-model=0.5/1.5'],
    live: false,
  }),
};

/** Only the file changes them: the password goes to whatever address stands here. */
export const instance = {
  name: requiredKey(text('letters, digits, `.`, `_` and `-`', /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/), {
    description: 'What commands call it; no id of a task, for those are the names of sandboxes.',
    example: 'workstation',
    live: false,
  }),
  url: requiredKey(url(), {
    description: 'Where its `opencode serve` listens.',
    example: 'https://opencode.example.com',
    live: false,
  }),
  username: key(text('a name without `:`', /^[^:\p{Cc}]+$/u), {
    description: 'Who logs in there, its `OPENCODE_SERVER_USERNAME`.',
    default: 'opencode',
    example: 'commander',
    live: false,
  }),
  password: optionalKey(secret('a password'), {
    description: 'Its `OPENCODE_SERVER_PASSWORD`.',
    otherwise: 'none is sent',
    example: 'env:WORKSTATION_PASSWORD',
    live: false,
  }),
  projects_path: optionalKey(text('an absolute path', /^\/\P{Cc}*$/u), {
    description:
      'Where its projects are, as it sees them: relative directories begin here, and no new session may be elsewhere.',
    otherwise:
      'new sessions begin where the server was started, or in any directory that is named absolutely',
    example: '/home/octocat/projects',
    live: false,
  }),
};

export const repo = {
  name: requiredKey(text('owner/name', /^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/), {
    description: 'The repository.',
    example: 'octocat/hello-world',
    live: false,
  }),
  max_concurrent: optionalKey(integer(1, 1_000), {
    description: 'How many tasks of the repository run at once.',
    otherwise: 'as many as there are free places',
    example: 1,
  }),
  blocked: key(boolean(), {
    description: 'Leave the repository alone, whatever its topics and labels say.',
    default: false,
    example: true,
    live: false,
  }),
  setup: optionalKey(text('a command, without control characters', /^(?:[\t\r\n]|\P{Cc})+$/u), {
    description: 'How the repository is prepared and its tests are run; the agent is told so.',
    otherwise: 'none',
    example: 'npm test',
  }),
  image: optionalKey(text('an image'), {
    description: 'The container image of its agents.',
    otherwise: '`containers.image`',
    example: 'localhost/agent-with-java:latest',
  }),
  nix: optionalKey(choice(NIX_MODES), {
    description: 'Whether its agents work in the dev shell of its `flake.nix`.',
    otherwise: '`containers.nix`',
    example: 'never',
  }),
  protected_paths: optionalKey(list('patterns of paths'), {
    description: 'Paths agents may not change in this repository.',
    otherwise: '`publish.protected_paths`',
    example: ['.github/**', 'deploy/**'],
    live: false,
  }),
};
