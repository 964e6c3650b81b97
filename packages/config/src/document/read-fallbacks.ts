import { WELL_KNOWN_PROVIDERS } from '../providers.ts';
import type { Entry, Place } from './document.ts';
import type { Environment } from './read-environment.ts';

/** What the variables of other programs give where the configuration says nothing: GitHub's and the providers'. */
export function readFallbacks(env: Environment, entries: readonly Entry[]): Entry[] {
  const has = (...place: Place) => entries.some((entry) => place.every((step, i) => step === entry.place[i]));
  const found: Entry[] = [];
  const take = (place: Place, variables: readonly string[]) => {
    const name = variables.find((variable) => env[variable]?.trim());
    if (name) found.push({ place, value: `env:${name}`, origin: { kind: 'variable', name } });
  };
  if (!has('github', 'token') && !has('github', 'app_id') && isGitHubCom(entries))
    take(['github', 'token'], ['GITHUB_TOKEN', 'GH_TOKEN']);
  for (const { name, variable } of WELL_KNOWN_PROVIDERS) {
    // A key is not sent to another server than the one it was made for.
    const isOwn = !has('llm', name, 'base_url') && !has('llm', name, 'api_key');
    if (isOwn) take(['llm', name, 'api_key'], [variable]);
  }
  return found;
}

/** The token of other programs is one for github.com: it is not sent to any other server. */
function isGitHubCom(entries: readonly Entry[]): boolean {
  return entries.every(({ place: [section, key], value }) => {
    if (section !== 'github') return true;
    if (key === 'host') return typeof value === 'string' && value.trim().toLowerCase() === 'github.com';
    return key !== 'api_url' && key !== 'git_url';
  });
}
