import type { AgentProvider } from '@opencode-commander/agent';
import type { Config } from '@opencode-commander/config';

/** Stands for every model key inside a sandbox; the broker puts the real one in its place. */
export const PLACEHOLDER_KEY = 'commander-placeholder-key';

/** The broker's door as programs in the sandbox reach it. */
export const BROKER_IN_SANDBOX = 'http://127.0.0.1:8080';

/** The configured providers as the sandbox sees them: the same names, the broker's address, no key. */
export function sandboxProviders(llm: Config['llm'], brokerUrl: string): AgentProvider[] {
  return Object.entries(llm).map(([name, { npm, models, prices = {} }]) => ({
    name,
    baseUrl: `${brokerUrl}/llm/${name}`,
    npm,
    models,
    prices,
    placeholderKey: PLACEHOLDER_KEY,
  }));
}

/** The configured providers as the broker reaches them. */
export function brokerProviders(
  llm: Config['llm'],
): Record<string, { baseUrl: string; apiKey: string | null }> {
  const entries = Object.entries(llm).map(([name, { baseUrl, apiKey }]) => [
    name,
    { baseUrl, apiKey: apiKey?.reveal() ?? null },
  ]);
  return Object.fromEntries(entries);
}
