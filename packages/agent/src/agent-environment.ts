/** US dollars for a million tokens. */
export type ModelPrice = { input: number; output: number };

/** A model provider as opencode is to see it. */
export type AgentProvider = {
  /** As in `provider/model`; a name that opencode knows (`anthropic`, `openai` …) brings its SDK and its models. */
  name: string;
  /** Where its SDK sends requests, such as `http://127.0.0.1:8080/llm/anthropic`. */
  baseUrl: string;
  /** The SDK package; null for the provider's own, which is `@ai-sdk/openai-compatible` for names opencode does not know. */
  npm: string | null;
  /** Models besides those that opencode knows of the provider. */
  models: readonly string[];
  /** By model; what opencode knows of a price by itself is overruled. */
  prices?: Readonly<Record<string, ModelPrice>>;
  /** Stands for the key, which the broker puts in its place. */
  placeholderKey: string;
};

export type AgentEnvironmentOptions = {
  /** Of opencode's HTTP server. */
  password: string;
  providers: readonly AgentProvider[];
  /** `provider/model` where the repository's own opencode.json names none; null leaves it to opencode. */
  defaultModel: string | null;
  /** Permissions of opencode's (`bash`, `webfetch` …) that a person decides on each time; everything else is allowed. */
  ask?: readonly string[];
  /** The HTTP proxy that is the sandbox's way out, such as `http://127.0.0.1:8080`. */
  proxy: string;
  /** The MCP server of commander's tools, such as `http://127.0.0.1:8080/mcp`; there are none when absent. */
  toolsUrl?: string;
};

// Whatever is left to "ask" hangs for ever; the sandbox is the fence, so inside it everything is allowed.
const PERMISSIONS = [
  '*',
  'read',
  'edit',
  'glob',
  'grep',
  'list',
  'bash',
  'task',
  'external_directory',
  'todowrite',
  'question',
  'webfetch',
  'websearch',
  'codesearch',
  'lsp',
  'doom_loop',
  'skill',
  // Our own tools, as opencode calls them: the server's name comes first.
  'commander_ask_human',
  'commander_report_progress',
  'commander_read_issue',
] as const;

/** Of a call: one that reads an issue waits for GitHub. */
const TOOLS_TIMEOUT_MS = 60_000;

const NOT_PROXIED = 'localhost,127.0.0.1,::1';

/**
 * The environment that makes opencode work in a sandbox. opencode reads, later over earlier: its global config, the
 * repository's opencode.json, OPENCODE_CONFIG_CONTENT (https://opencode.ai/docs/config). What must hold is in the last;
 * the default model is in the global config, which the image's entry point writes from
 * COMMANDER_OPENCODE_GLOBAL_CONFIG, so that the repository's choice wins. Of opencode's catalogue of models, the entry
 * point leaves those of the providers in COMMANDER_MODEL_PROVIDERS.
 */
export function agentEnvironment(options: AgentEnvironmentOptions): Record<string, string> {
  const { password, providers, defaultModel, proxy } = options;
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify(enforcedConfig(options)),
    COMMANDER_OPENCODE_GLOBAL_CONFIG: JSON.stringify({
      $schema: 'https://opencode.ai/config.json',
      ...(defaultModel === null ? {} : { model: defaultModel }),
    }),
    COMMANDER_MODEL_PROVIDERS: providers.map(({ name }) => name).join(' '),
    OPENCODE_SERVER_PASSWORD: password,
    OPENCODE_ENABLE_QUESTION_TOOL: '1',
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    NO_PROXY: NOT_PROXIED,
    no_proxy: NOT_PROXIED,
  };
}

function enforcedConfig({
  providers,
  defaultModel,
  ask = [],
  toolsUrl,
}: AgentEnvironmentOptions): Record<string, unknown> {
  return {
    $schema: 'https://opencode.ai/config.json',
    autoupdate: false,
    share: 'disabled',
    // Copies of the work tree for an undo that nobody here uses; they cost time before every turn.
    snapshot: false,
    permission: permissions(ask),
    ...(ask.length === 0 ? {} : { agent: Object.fromEntries(AGENTS.map((name) => [name, asked(ask)])) }),
    // A refused question is an answer like any other: the turn goes on.
    experimental: { continue_loop_on_deny: true },
    ...(toolsUrl === undefined ? {} : { mcp: { commander: toolsServer(toolsUrl) } }),
    provider: Object.fromEntries(
      providers.map((provider) => [provider.name, providerConfig(provider, defaultModel)]),
    ),
  };
}

/** A repository that has a server of this name gets ours: every key that counts for a remote one is said. */
function toolsServer(url: string): Record<string, unknown> {
  return { type: 'remote', url, enabled: true, oauth: false, headers: {}, timeout: TOOLS_TIMEOUT_MS };
}

/** opencode's own agents that work; rules of one count for more than those above, and a repository may have such rules. */
const AGENTS = ['build', 'general', 'plan', 'explore'];

function asked(ask: readonly string[]): { permission: Record<string, string> } {
  return { permission: Object.fromEntries(ask.map((key) => [key, 'ask'])) };
}

/** Every key has its own answer: a repository's rule for it would count for more than ours for `*`. */
function permissions(ask: readonly string[]): Record<string, string> {
  const keys = new Set([...PERMISSIONS, ...ask]);
  return Object.fromEntries([...keys].map((key) => [key, ask.includes(key) ? 'ask' : 'allow']));
}

function providerConfig(provider: AgentProvider, defaultModel: string | null): Record<string, unknown> {
  const { name, baseUrl, npm, placeholderKey, prices = {} } = provider;
  const fallback = defaultModel?.startsWith(`${name}/`) ? [defaultModel.slice(name.length + 1)] : [];
  const models = new Set([...provider.models, ...Object.keys(prices), ...fallback]);
  return {
    ...(npm === null ? {} : { npm }),
    options: { baseURL: baseUrl, apiKey: placeholderKey },
    models: Object.fromEntries(
      [...models].map((model) => [model, prices[model] ? { cost: prices[model] } : {}]),
    ),
  };
}
