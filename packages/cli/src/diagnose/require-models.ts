import type { Config } from '@opencode-commander/config';
import { ok, type Requirement, trouble, type Verdict } from '@opencode-commander/host';

/** There is a model provider, and the default model is one of its. */
export function modelProviders(config: Pick<Config, 'llm' | 'models'>): Requirement {
  return { name: 'models', check: async () => judge(config) };
}

function judge({ llm, models }: Pick<Config, 'llm' | 'models'>): Verdict {
  const names = Object.keys(llm);
  if (names.length === 0)
    return trouble('no model provider is configured', {
      advice: 'set llm.<provider>.api_key, or a variable such as ANTHROPIC_API_KEY',
    });
  const provider = models.default?.split('/', 1)[0];
  if (provider !== undefined && !names.includes(provider))
    return trouble(`models.default is ${models.default}, but there is no provider ${provider}`, {
      advice: `set llm.${provider}, or choose a model of ${names.join(', ')}`,
    });
  const shown = names.map((name) => (llm[name]?.apiKey === null ? `${name} (without a key)` : name));
  return ok(shown.join(', '));
}
