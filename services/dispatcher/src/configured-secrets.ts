import type { Config } from '@opencode-commander/config';

/** The values of all configured credentials: none of them may ever be published or logged. */
export function configuredSecrets({ github, llm, mcp, markerKey, redis }: Config): string[] {
  const keys = Object.values(llm).map(({ apiKey }) => apiKey);
  const auth = github.auth?.kind === 'app' ? github.auth.privateKey : (github.auth?.token ?? null);
  return [...keys, auth, mcp.token, markerKey, redis.url].flatMap((secret) => secret?.reveal() ?? []);
}
